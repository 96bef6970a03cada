"""Write anew what is made from the code and from pages: ``python3 dev.py manual``.

These are the schema of specs, pages of the manual, and documents of the server for agents.
"""

import sys
from pathlib import Path

if __name__ == "__main__":  # the tests have this on their path already
    sys.path.insert(0, str(Path(__file__).parent.parent))

from manual import spec_schema
from manual.check_page import check_page
from manual.commands_page import commands_page
from manual.documents import MADE_OF, document_text, path_of
from manual.mcp_page import mcp_page
from manual.report_page import report_page
from manual.settings_page import settings_page
from manual.spec_page import spec_page
from support.generated import REPOSITORY

PAGES = {
    "commands": commands_page, "spec": spec_page, "settings": settings_page, "report": report_page,
    "mcp": mcp_page, "check": check_page,
}  # fmt: skip
REFERENCE = REPOSITORY / "docs/reference"


def main() -> None:
    """Write every page, after the schema that some are made of."""
    spec_schema.PATH.write_text(spec_schema.schema_text())
    for name, page in PAGES.items():
        (REFERENCE / f"{name}.md").write_text(page())
    for name in MADE_OF:
        path_of(name).write_text(document_text(name))


if __name__ == "__main__":
    main()
