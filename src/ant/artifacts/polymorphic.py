"""Changes of shared code for polymorphic references.

A project without them must not have a line more, so the templates are those of all projects.
"""

from ant.artifacts.paths import CONFTEST
from ant.artifacts.replacements import Replacements
from ant.core.memo import once
from ant.core.spec import Spec

PARTED: dict[str, Replacements] = {
    "api/helper/execution_tracking/Conflict.py": (
        (
            "        self.reason = reason\n",
            """        self.reason = reason
        fields = [PART.sub("_id", field) for field in fields]
""",
        ),
        (
            "\n\nclass Conflict",
            """PART = re.compile(r"__\\w+_id\\Z")
\"\"\"The end of ``subject__posts_id``, which clients know as ``subject_id``.\"\"\"


class Conflict""",
        ),
        (
            "from collections.abc import Iterable\n",
            "import re\nfrom collections.abc import Iterable\n",
        ),
    ),
    "tests/bulk_checks.py": (
        (
            "for name in body if name in self.factory.writable}",
            "for name in body if not self.factory.sent[name].claimed}",
        ),
    ),
    CONFTEST: (
        (
            "if column.foreign_keys and column.nullable]",
            "if column.foreign_keys and column.nullable]\n"
            "            columns = [column for column in columns if not is_needed(column)]",
        ),
        (
            """            loose |= {key for column in columns for key in column.foreign_keys}
        for table in reversed(sort_tables(tables, loose.__contains__)):
            connection.execute(table.delete())
""",
            """        empty(connection)
""",
        ),
        (
            "        loose = set()  # keys that rows can do without: "
            "through these they may refer in a circle\n",
            "",
        ),
        (
            "from app import create_app\n",
            "from app import create_app\nfrom emptying import empty, is_needed\n",
        ),
        ("from sqlalchemy.schema import sort_tables\n", ""),
    ),
    "tests/factories/planting.py": (
        (
            "columns = self.factories[route].references.values()",
            "factory = self.factories[route]\n"
            '        columns = [*factory.references.values(), *getattr(factory, "led_to", ())]',
        ),
    ),
}
"""By path, texts and their replacements."""


@once
def refers_to_several(spec: Spec) -> bool:
    """Whether rows of any route refer to a row of any of several routes."""
    return any(field.part_of for route in spec.routes for field in route.fields)
