"""What shared code says of ids where some rows are called by no number.

Elsewhere it says ``int``, and no project is to change by a line that does without such ids. So the
templates are those of all projects, and here stands what is otherwise in them.
"""

from ant.core.spec import Spec

_KEYS = "from helper.keys import Id"
_IDS = "from factories.ids import as_id"

KEYED: dict[str, tuple[tuple[str, str], ...]] = {
    "api/helper/execution_tracking/NotFound.py": (("id: int", "id: object"),),
    "api/repositories/CrudRepository.py": (
        ("id: int", "id: Id"),
        ("reference: int", "reference: Id"),
        ("end: int", "end: Id"),
        ("ends: int", "ends: Id"),
        ("row: Mapping[str, int]", "row: Mapping[str, Id]"),
        ("from helper.model_rows import Model", f"{_KEYS}\nfrom helper.model_rows import Model"),
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


def as_keyed(files: dict[str, bytes]) -> dict[str, bytes]:
    """Return shared files as a project has them whose rows are called so."""
    return {path: otherwise(text, KEYED.get(path, ())) for path, text in files.items()}


def otherwise(content: bytes, places: tuple[tuple[str, str], ...]) -> bytes:
    """Return a text with others in some places; raise ``LookupError`` where one is not there."""
    text = content.decode()
    for said, instead in places:
        if said not in text:
            raise LookupError(f"The template does not say {said!r} any more.")
        text = text.replace(said, instead)
    return text.encode()
