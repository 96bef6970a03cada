"""What shared code says of ids where some rows are called by no number.

Elsewhere it says ``int``, and no project is to change by a line that does without such ids. So the
templates are those of all projects, and here stands what is otherwise in them.
"""

from ant.artifacts.paths import CONFTEST
from ant.core.spec import Spec

_KEYS = "from helper.keys import Id"
_IDS = "from factories.ids import as_id"

Places = tuple[tuple[str, str], ...]
"""Texts of a file, and what stands in the place of each."""

KEYED: dict[str, Places] = {
    "api/helper/execution_tracking/NotFound.py": (("id: int", "id: object"),),
    "api/repositories/CrudRepository.py": (
        ("id: int", "id: Id"),
        ("reference: int", "reference: Id"),
        ("end: int", "end: Id"),
        ("ends: int", "ends: Id"),
        ("row: Mapping[str, int]", "row: Mapping[str, Id]"),
        ("from helper.model_rows import Model", f"{_KEYS}\nfrom helper.model_rows import Model"),
    ),
    "api/repositories/LinkedRepository.py": (
        ("id: int", "id: Id"),
        ("from helper.links import", f"{_KEYS}\nfrom helper.links import"),
    ),
    "tests/link_checks.py": (
        (
            'missing = self.made()["id"], NO_ID',
            'missing = self.made()["id"], own_id(self.items, NO_ID)',
        ),
        (
            "from factories.factory import Body",
            "from factories.factory import Body\nfrom factories.ids import own_id",
        ),
    ),
    "api/repositories/ownership.py": (
        (
            """EVERYBODY, NOBODY = (-(2**63), 2**63 - 1), (1, 0)
\"\"\"The least and the largest id: between these are all, between those is none.\"\"\"
""",
            """NUMBERS, UUIDS = (-(2**63), 2**63 - 1), (UUID(int=0), UUID(int=2**128 - 1))
\"\"\"The least and the largest id: between them are all, between them turned round is none.\"\"\"
""",
        ),
        (
            """ID = re.compile("[1-9][0-9]{0,17}")
""",
            """ID = re.compile("[1-9][0-9]{0,17}")
UUID_TEXT = re.compile("[0-9A-Fa-f]{8}(-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12}")
""",
        ),
        (
            """    return int(value) if type(value)""",
            """    if isinstance(column.type, UuidKey):
        return UUID(value) if isinstance(value, str) and UUID_TEXT.fullmatch(value) else None
    return int(value) if type(value)""",
        ),
        ("-> int | None:", "-> Id | None:"),
        ("-> int:", "-> Id:"),
        ("-> tuple[int, int]:", "-> tuple[Id, Id]:"),
        (
            """    if sees_all(column):
        return EVERYBODY
    id = named(column)
    return NOBODY if id is None else (id, id)
""",
            """    least, most = UUIDS if isinstance(column.type, UuidKey) else NUMBERS
    if sees_all(column):
        return least, most
    id = named(column)
    return (most, least) if id is None else (id, id)
""",
        ),
        ("from typing import Any\n", "from typing import Any\nfrom uuid import UUID\n"),
        (
            "from startup.Alchemy import Base, db_session",
            "from helper.keys import Id, UuidKey\nfrom startup.Alchemy import Base, db_session",
        ),
    ),
    "tests/checks/collections.py": (
        ("id: int", "id: Json"),
        ("list[int]", "list[Json]"),
        ("{self.owner.path}/{id}/", "{path_of(self.owner, id)}/"),
        ("{self.path(id)}/{NO_ID}", "{self.path(id)}/{own_id(self.items, NO_ID)}"),
        (
            "from factories.factory import Body, Factory",
            "from factories.columns import Json\nfrom factories.factory import Body, Factory\n"
            "from factories.ids import own_id, path_of",
        ),
    ),
    "tests/checks/refusals.py": (
        ("{**self.factory.body(), reference: NO_ID}", "{**self.factory.body(), reference: no_id}"),
        ('f"{self.factory.path}/1"', "path_of(self.factory, 1)"),
        ('f"{self.factory.path}/{id}"', "path_of(self.factory, id)"),
        ("json={reference: NO_ID}", "json={reference: no_id}"),
        (
            "is_a_conflict(self, reference: str) -> None:\n",
            "is_a_conflict(self, reference: str) -> None:\n"
            "        no_id = as_id(self.factory.columns[reference], NO_ID)\n",
        ),
        (
            "from factories.factory import factory_of",
            f"from factories.factory import factory_of\n{_IDS}, path_of",
        ),
    ),
    CONFTEST: (
        (
            'whose = {column.info["claim"]: CALLER '
            'for column in columns if "claim" in column.info}',
            'claimed = (column for column in columns if "claim" in column.info)\n    whose = '
            '{column.info["claim"]: str(like(column, int(CALLER))) for column in claimed}',
        ),
        (
            "from app import create_app",
            "from app import create_app\nfrom factories.ids import like",
        ),
    ),
    "tests/factories/factory.py": (
        ("Refer = Callable[[Column], int | None]", "Refer = Callable[[Column], Json]"),
        ("Link = Callable[[int, int], None]", "Link = Callable[[Json, Json], None]"),
        ("def new_id(self) -> int:", "def new_id(self) -> Json:"),
        (
            "return int(self.insert(self.body(whole=False)).id)",
            "return as_json(self.insert(self.body(whole=False)).id)",
        ),
        ("return refer(column) if refer else", "return as_id(column, refer(column)) if refer else"),
        (
            "from factories.columns import MANY, Column, Json, StoredColumn",
            "from factories.columns import MANY, Column, Json, StoredColumn, as_json\n" + _IDS,
        ),
    ),
    "tests/factories/owned.py": (
        ("-> int", "-> Json"),
        ("id: int", "id: Json"),
        (
            "    table = Base.metadata.tables[route]\n",
            "    table = Base.metadata.tables[route]\n    id = like(table.c.id, id)\n",
        ),
        (
            "from factories.factory import factory_of",
            "from factories.columns import Json\nfrom factories.factory import factory_of\n"
            "from factories.ids import like",
        ),
    ),
    "tests/guard_checks.py": (
        ('re.sub("<[^>]*>", "1", rule.rule)', "example_of(rule.rule)"),
        ("import re\n", ""),
        (
            "from werkzeug.test import TestResponse\n",
            "from werkzeug.test import TestResponse\n\nfrom factories.ids import example_of\n",
        ),
    ),
    "tests/owner_checks.py": (
        ("id: int", "id: Json"),
        ("-> int", "-> Json"),
        ("list[int]", "list[Json]"),
        (
            "name: CALLER if as_role and self.roles and not role(column) else id",
            "name: as_id(column, CALLER if as_role and self.roles and not role(column) else id)",
        ),
        ("return int(factory.insert(", "return as_json(factory.insert("),
        (
            'f"{self.factory.path}/<int:id>"',
            'f"{self.factory.path}/{variable(self.factory.route)}"',
        ),
        (
            'path = rule.rule.replace("<int:id>", str(id))',
            "path = rule.rule.replace(variable(self.factory.route), str(id))",
        ),
        ('path[:-1].split("/<int:")[0]', 'path.partition("/<")[0]'),
        ('f"/{NO_ID}"', 'f"/{own_id(self.factory, NO_ID)}"'),
        ("in (other, NO_ID)", "in (other, as_id(factory.references[name], NO_ID))"),
        (
            "assert all(row[name] == CALLER for name in others)",
            "mine = {name: as_id(self.factory.columns[name], CALLER) for name in others}\n"
            "        assert all(row[name] == mine[name] for name in others)",
        ),
        (
            "assert all(self.stored(row)[name] == CALLER for name in others)",
            "assert all(as_json(self.stored(row)[name]) == mine[name] for name in others)",
        ),
        ("[column.name] == CALLER", "[column.name] == as_id(column, CALLER)"),
        (
            'start = f"{factory_of(column.to).path}/<int:id>/"',
            'start = f"{factory_of(column.to).path}/{variable(column.to)}/"',
        ),
        (
            'rule.rule.replace("<int:id>", str(row[name]))',
            "rule.rule.replace(variable(column.to), str(row[name]))",
        ),
        (
            "from factories.columns import Column\n",
            "from factories.columns import Column, Json, as_json\n",
        ),
        (
            "from factories.owned import",
            "from factories.ids import as_id, own_id, variable\nfrom factories.owned import",
        ),
    ),
    "tests/factories/planting.py": (
        ("list[int]", "list[Json]"),
        ("set[int]", "set[Json]"),
        ("id: int", "id: Json"),
        ("Factory, int, Column", "Factory, Json, Column"),
        ("-> int | None", "-> Json"),
        ("id = int(factory.insert(body).id)", "id = as_json(factory.insert(body).id)"),
        (
            "return [*connection.scalars(select(found).where(found.is_not(None)).order_by(found))]",
            "values = connection.scalars(select(found).where(found.is_not(None)).order_by(found))\n"
            "        return [*map(as_json, values)]",
        ),
        (
            "from factories.columns import Column",
            "from factories.columns import Column, Json, as_json",
        ),
    ),
}
"""By path, each text and what stands in its place, wherever it is."""


def uses_keys(spec: Spec) -> bool:
    """Whether rows of any route are called by something else than numbers that count up."""
    return any(route.id for route in spec.routes)


def as_keyed(files: dict[str, bytes], spec: Spec) -> dict[str, bytes]:
    """Return shared files as a project with this spec has them."""
    if not uses_keys(spec):
        return files
    return {path: otherwise(text, KEYED.get(path, ())) for path, text in files.items()}


def otherwise(content: bytes, places: Places) -> bytes:
    """Return a text with others in some places; raise ``LookupError`` where one is not there."""
    text = content.decode()
    for said, instead in places:
        if said not in text:
            raise LookupError(f"The template does not say {said!r} any more.")
        text = text.replace(said, instead)
    return text.encode()
