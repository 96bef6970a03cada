"""Read what a command is given: specs and mocks, as texts, files or standard input."""

from typing import NamedTuple

from ant.core.auth import Auth
from ant.core.errors import InvalidDocument
from ant.core.name_advice import spec_advice
from ant.core.names import ProjectName
from ant.core.ownership import OWNER, TENANT, Owner
from ant.core.spec import Access, Mock, Spec
from ant.core.spec_reader import read_spec
from ant.documents.document import Document
from ant.documents.parse import parse_document
from ant.rendering.templates import read_template
from ant.workspace.inputs import read_given


class GivenSpec(NamedTuple):
    """A spec, and what to say of the names in it."""

    spec: Spec
    advice: tuple[str, ...]


def spec_from(argument: str, name: ProjectName) -> GivenSpec:
    """Return the spec that ``--json`` names; raise ``InvalidDocument`` or ``InvalidSpec``."""
    document = _document(argument)
    spec = read_spec(document.value, name, document.where)
    return GivenSpec(spec, spec_advice(document.value))


def mock_from(argument: str | None) -> Mock | None:
    """Return the value that ``--mock`` names; raise ``InvalidDocument``."""
    return None if argument is None else Mock(_document(argument).value)


def auth_from(argument: str | None) -> Auth | None:
    """Return what ``--auth`` says; raise ``InvalidSpec``."""
    if argument is None:
        return None
    from ant.core.auth_reader import read_auth  # noqa: PLC0415, seldom needed
    from ant.core.spelled_argument import read_spelled  # noqa: PLC0415

    return read_spelled("auth", argument, read_auth)


def access_from(auth: str | None, owner: str | None, tenant: str | None) -> Access:
    """Return what ``--auth``, ``--owner`` and ``--tenant`` say; raise ``InvalidSpec``."""
    return Access(auth_from(auth), _owner_from(OWNER, owner), _owner_from(TENANT, tenant))


def _owner_from(word: str, argument: str | None) -> Owner | None:
    if argument is None:
        return None
    from ant.core.ownership_reader import read_owner  # noqa: PLC0415, seldom needed
    from ant.core.spelled_argument import read_spelled  # noqa: PLC0415

    return read_spelled(word, argument, read_owner)


def spec_schema() -> str:
    """Return the JSON Schema (draft 2020-12) of a spec and of ``ant.json``."""
    return read_template("project/.ant/schema.json").decode()


def _document(argument: str) -> Document:
    given = read_given(argument)
    try:
        return parse_document(given.content, given.name, yaml=given.yaml)
    except InvalidDocument as error:
        if given.name is not None or argument.lstrip()[:1] in {"{", "[", '"'}:
            raise
        hint = "There is no file of that name either."
        raise InvalidDocument(*(each._replace(hint=hint) for each in error.problems)) from None
