"""The resources of the server: pages made from the manual."""

from pathlib import Path

DOCUMENTS = {
    "getting-started": "A helpdesk in twenty minutes",
    "architecture": "The layers of a project, and how changes are merged into edited code",
    "cli-reference": "All commands and their options",
    "spec-format": "What a spec can say: routes, fields, types, guards",
    "report-output": "What programs read: reports, plans, questions and codes of problems",
}
"""The titles of the documents by their names."""

SCHEME = "ant://documents/"
FOLDER = Path(__file__).parent / "manual"


def document(uri: str) -> str | None:
    """Return the Markdown of a document; None where nothing has this address."""
    name = uri.removeprefix(SCHEME)
    if uri != f"{SCHEME}{name}" or name not in DOCUMENTS:
        return None
    return (FOLDER / f"{name}.md").read_text(encoding="utf-8")
