"""What a project can be asked to become, as values; the command line and programs make the same.

Words of a request are those of the spec. Names may be in upper case; they are folded.
"""

from collections.abc import Mapping, Sequence
from enum import Enum
from typing import NamedTuple, TypeAlias

from ant.core.locations import Where
from ant.core.text.json_value import Json

Fields: TypeAlias = Sequence[str] | Mapping[str, Json]
"""``["name:string:required"]``, or ``{"name": …}`` with the definition of a field in a spec."""
Guard: TypeAlias = str | Mapping[str, Json] | None
"""The ``auth`` of a spec."""
Whose: TypeAlias = str | Mapping[str, Json] | None
"""The ``owner`` or ``tenant`` of a spec."""
Rules: TypeAlias = Sequence[str | Sequence[str] | Mapping[str, Json]]
"""``["user,tag"]``, or ``[["user", "tag"]]``, or objects with ``fields`` and ``where``."""

Enums: TypeAlias = Sequence[str] | Mapping[str, Sequence[str]]
"""``["priority=low,high"]``, or ``{"priority": ["low", "high"]}``."""


class Absent(Enum):
    """Stands for a mock that is not there: ``None`` is one."""

    ABSENT = "absent"

    def __repr__(self) -> str:
        """The name under which it is exported."""
        return self.name


ABSENT = Absent.ABSENT


class Located(NamedTuple):
    """A value that was read from a document, and a function that locates its parts."""

    value: Json
    where: Where


class NewProject(NamedTuple):
    """A new project, in a directory of its name."""

    name: str
    spec: Json = ABSENT
    """The value of a spec, as JSON has it; never a text or a path."""
    auth: Guard = None
    key: str | None = None
    """What rows are called by: ``uuid``, texts such as ``string:max=20``, or numbers."""
    prefix: str = ""
    """The prefix of the URLs of all routes: ``/api/v1``."""
    json_keys: str = ""
    """``camelCase`` where clients write the keys of JSON so."""
    enums: Enums = ()
    """Lists of values that fields of several routes may have, beside those of the spec."""


class AddRoute(NamedTuple):
    """One more route, in all layers; with fields it is a resource."""

    name: str
    fields: Fields = ()
    type: str | None = None
    """The HTTP method; None for GET."""
    mock: Json = ABSENT
    auth: Guard = None
    owner: Whose = None
    tenant: Whose = None
    unique: Rules = ()
    indexes: Rules = ()
    """The ``index`` of a spec; in tuples that name is a method."""
    check: Sequence[str] = ()
    description: str | None = None
    key: str | None = None
    delete: str | None = None
    """``soft`` where deleted rows are kept and can be restored."""
    bulk: bool = False
    """Whether one request can make many rows."""
    table: str | None = None
    """The name of its table, where that is not the route's."""


class AddSubroute(NamedTuple):
    """One more endpoint below a route."""

    route: str
    name: str
    type: str | None = None
    mock: Json = ABSENT
    auth: Guard = None


class AddFields(NamedTuple):
    """More fields of a route; one that had none becomes a resource."""

    route: str
    fields: Fields


class AddRules(NamedTuple):
    """More rules over several fields of a route, beside those that it has."""

    route: str
    unique: Rules = ()
    indexes: Rules = ()
    check: Sequence[str] = ()


class GuardRoute(NamedTuple):
    """The guard and the owners of a route: all of them, so None removes what was set."""

    name: str
    auth: Guard = None
    owner: Whose = None
    tenant: Whose = None


class AddAccounts(NamedTuple):
    """Accounts of the API, which are the rows of a route; it is added where it is not there."""

    route: str = "users"


class RemoveRoute(NamedTuple):
    """The removal of a route, with its layers and subroutes."""

    name: str
    cascade: bool = False
    """Whether the fields of other routes that refer to it are removed, too."""


class RemoveSubroute(NamedTuple):
    """The removal of an endpoint below a route."""

    route: str
    name: str


class RemoveField(NamedTuple):
    """The removal of a field, with its column."""

    route: str
    name: str


class RenameRoute(NamedTuple):
    """A new name of a route, its files, its table and its URLs."""

    old: str
    new: str


class RenameField(NamedTuple):
    """A new name of a field and its column."""

    route: str
    old: str
    new: str


class ApplySpec(NamedTuple):
    """The code brought in line with ``ant.json``."""

    from_record: bool = False
    """Whether ``ant.json`` is made anew first, from what two branches have generated."""


class Adopt(NamedTuple):
    """The ``ant.json`` of a project that has none, or the record that it has lost."""


class Upgrade(NamedTuple):
    """What this version generates, in a project that an earlier one made."""


class MarkDone(NamedTuple):
    """A mark that conflicts are resolved which an upgrade left by hand in some files."""

    files: Sequence[str]


class Undo(NamedTuple):
    """The project as it was before the last change."""


Request: TypeAlias = (
    NewProject | AddRoute | AddSubroute | AddFields | AddRules | GuardRoute | AddAccounts
    | RemoveRoute | RemoveSubroute | RemoveField | RenameRoute | RenameField | ApplySpec | Adopt
    | Upgrade | MarkDone | Undo
)  # fmt: skip


def shown(request: Request) -> str:
    """The request as Python, without default values: ``AddRoute(name='users')``."""
    arguments = [
        f"{name}={value!r}"
        for name, value in request._asdict().items()
        if name not in request._field_defaults or request._field_defaults[name] != value
    ]
    return f"{type(request).__name__}({', '.join(arguments)})"
