"""Read the specs and mocks given to a command: as text, file or standard input."""

from ant.core.errors import InvalidDocument
from ant.documents.document import Document
from ant.documents.parse import parse_document
from ant.rendering.templates import read_template
from ant.workspace.inputs import read_input


def spec_schema() -> str:
    """Return the JSON Schema (draft 2020-12) of a spec and of ``ant.json``."""
    return read_template("project/.ant/schema.json").decode()


def document_from(argument: str) -> Document:
    """Return the document of an argument: a text, a file or ``-``; raise ``InvalidDocument``."""
    text = read_input(argument)
    try:
        return parse_document(text.content, text.name, yaml=text.yaml)
    except InvalidDocument as error:
        if text.name is not None or argument.lstrip()[:1] in {"{", "[", '"'}:
            raise
        hint = "There is no file of that name either."
        raise InvalidDocument(
            *(problem._replace(hint=hint) for problem in error.problems)
        ) from None
