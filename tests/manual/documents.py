"""The documents of the server for coding agents, made of pages of the manual."""

import re
from pathlib import Path

from ant.mcp.documents import DOCUMENTS, FOLDER
from support.generated import REPOSITORY

MADE_OF = {
    "getting-started": ("tutorial/helpdesk",),
    "architecture": ("explanation/layers", "explanation/merging"),
    "cli-reference": ("reference/commands",),
    "spec-format": ("reference/spec",),
    "report-output": ("reference/report", "reference/mcp"),
}
assert [*MADE_OF] == [*DOCUMENTS]


def path_of(name: str) -> Path:
    """Where a document stands in the package."""
    return FOLDER / f"{name}.md"


def document_text(name: str) -> str:
    """The pages of a document, one below the other, without what leads to other pages."""
    pages = [(REPOSITORY / f"docs/{page}.md").read_text() for page in MADE_OF[name]]
    text = re.sub(r"<!--.*?-->\n\n", "", "\n".join(pages), flags=re.DOTALL)
    return re.sub(r"\[([^\]\[]+)\]\([^)\s]+\)", r"\1", text)
