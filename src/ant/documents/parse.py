"""Parse a text as JSON or YAML."""

from ant.documents.document import Document
from ant.documents.json_text import parse_json


def parse_document(content: bytes, name: str | None, *, yaml: bool) -> Document:
    """Return the document; raise ``InvalidDocument`` with the place of what is wrong."""
    if yaml:
        from ant.documents.yaml_text import parse_yaml  # noqa: PLC0415, seldom needed

        return parse_yaml(content, name)
    return parse_json(content, name)
