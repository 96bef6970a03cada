"""Write the pages of the manual anew that are made from the code: ``python3 dev.py manual``."""

import sys
from pathlib import Path

if __name__ == "__main__":  # the tests have this on their path already
    sys.path.insert(0, str(Path(__file__).parent.parent))

from manual.commands_page import commands_page
from manual.settings_page import settings_page
from manual.spec_page import spec_page
from support.generated import REPOSITORY

PAGES = {"commands": commands_page, "spec": spec_page, "settings": settings_page}
REFERENCE = REPOSITORY / "docs/reference"


def main() -> None:
    """Write every page."""
    for name, page in PAGES.items():
        (REFERENCE / f"{name}.md").write_text(page())


if __name__ == "__main__":
    main()
