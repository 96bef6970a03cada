"""A later version of ant that generates more: a layer, a file, a setting, a column, other types."""

import re
from pathlib import Path

from support.generated import REPOSITORY

CLOCK = '''"""What time it is."""

import datetime as dt


def now() -> dt.datetime:
    """Return the moment, in UTC."""
    return dt.datetime.now(dt.UTC)
'''
SETTING = """
# How long an answer may be kept, in seconds.
CACHE_SECONDS=60
"""
LAYER = ("artifacts/of_routes/policy.py", "templates/route/policy.py.jinja")
"""The two files of the recipe."""
NEW_FILE, REMOVED_FILE = "api/helper/clock.py", "tests/test_helpers.py"

EDITS: dict[str, tuple[tuple[str, str], ...]] = {
    "rendering/tables/column_type.py": (
        (
            "        return cls(field.kind.stored_as or",
            '        if field.type == "integer":\n            return cls("bigint", size, scale)\n'
            "        return cls(field.kind.stored_as or",
        ),
    ),
    "rendering/tables/tables.py": (
        (
            "(key, *columns, *moments)",
            "(key, *columns, *moments,"
            " Column(\"revision\", ColumnType(\"integer\"), fill=\"1\"))",
        ),
    ),
    "field_types/numbers/whole.py": (('    column = "Integer"\n', '    column = "BigInteger"\n'),),
    "templates/resource/model.py.jinja": (
        (
            "default=utc_now, onupdate=utc_now)\n",
            "default=utc_now, onupdate=utc_now)\n"
            "    revision: Mapped[int] = mapped_column(default=1)\n",
        ),
    ),
    "templates/resource/service.py.jinja": (
        (
            "from {{ names.repository_module }} import",
            "from policies.{{ names.text }}_policy import my{{ names.class_name }}Policy\n"
            "from {{ names.repository_module }} import",
        ),
        (
            '        """Return a page of rows."""\n',
            '        """Return a page of rows that may be read."""\n'
            '        my{{ names.class_name }}Policy.allows("read")\n',
        ),
    ),
    "templates/project/.env.example.jinja": (("\n# PostgreSQL.", f"{SETTING}\n# PostgreSQL."),),
}  # fmt: skip
"""Texts by file, each of which must be there once, and what is there instead."""


def add_a_layer(package: Path) -> None:
    """Add what the recipe of CONTRIBUTING.md adds to a copy of ant: a module and its template."""
    contributing = (REPOSITORY / "CONTRIBUTING.md").read_text()
    recipe = contributing.partition("**Add a file to every route.**")[2].partition("\n**")[0]
    module, template = re.findall(r"```\w+\n(.*?)```", recipe, re.DOTALL)
    (package / LAYER[0]).write_text(module)
    (package / LAYER[1]).write_text(template)


def generate_more(package: Path) -> None:
    """Alter a copy of ant, its code and its templates; the layer is one of many things."""
    add_a_layer(package)
    for path, exchanges in EDITS.items():
        text = (package / path).read_text()
        for old, new in exchanges:
            assert text.count(old) == 1, (path, old)
            text = text.replace(old, new)
        (package / path).write_text(text)
    templates = package / "templates"
    (templates / "project" / NEW_FILE).write_text(CLOCK)
    (templates / "project" / REMOVED_FILE).unlink()
