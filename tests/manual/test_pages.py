"""What the manual tells is what happens, and all of it."""

import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from ant.api.inspecting.check import check_project
from ant.cli.app import make_parser
from ant.cli.commands import MODULES
from ant.cli.parser import EVERYWHERE
from ant.core.fields.field import KEYS
from ant.field_types.registry import TYPES
from manual import spec_schema
from manual.documents import MADE_OF, document_text, path_of
from manual.regenerate import PAGES, REFERENCE
from manual.settings_page import names
from support.generated import REPOSITORY, TEMPLATE
from support.grammar import commands
from support.manual import Reader, blocks, check_shown

DOCS = REPOSITORY / "docs"
SOURCE = REPOSITORY / "src/ant"
TUTORIAL = DOCS / "tutorial/helpdesk.md"
SHOP = DOCS / "how-to/index.md"
"""Makes the project that each other page of its folder begins with."""
HOW_TO = sorted({*SHOP.parent.glob("*.md")} - {SHOP})
RUN_PAGES = [TUTORIAL, SHOP, *HOW_TO]
RUN_ELSEWHERE = [DOCS / "library.md"]
"""Its examples have a test of their own in `tests/docs/`."""


@pytest.mark.parametrize("name", PAGES)
def test_the_reference_is_what_the_code_says(name: str) -> None:
    written = (REFERENCE / f"{name}.md").read_text()
    assert written == PAGES[name](), "run: python3 dev.py manual"


def test_the_schema_of_specs_says_of_fields_what_their_types_say() -> None:
    assert spec_schema.PATH.read_text() == spec_schema.schema_text(), "run: python3 dev.py manual"


@pytest.mark.parametrize("name", MADE_OF)
def test_the_documents_of_the_server_are_pages_of_the_manual(name: str) -> None:
    assert path_of(name).read_text() == document_text(name), "run: python3 dev.py manual"


def test_every_command_option_key_type_and_setting_is_in_the_reference() -> None:
    page = (REFERENCE / "commands.md").read_text()
    sections = dict(re.findall(r"^## (.+)\n((?:(?!^## ).*\n)*)", page, re.MULTILINE))
    for words, parser in commands(make_parser()).items():
        for action in parser._actions:
            for option in {*action.option_strings} - {"-h", "--help", *EVERYWHERE}:
                assert f"`{option}`" in sections[words], (words, option)
    assert {words.split()[1] for words in sections} == {*MODULES}
    spec = (REFERENCE / "spec.md").read_text()
    settings = (REFERENCE / "settings.md").read_text()
    assert [word for word in (*KEYS[1:], *TYPES) if f"| `{word}` |" not in spec] == []
    assert [name for name in names() if f"| `{name}` |" not in settings] == []


def test_every_diagnosis_is_in_the_reference_and_in_the_table_of_what_is_broken() -> None:
    code = "".join(path.read_text() for path in (SOURCE / "doctor").glob("*.py"))
    ids = re.findall(r"\bDiagnosis\(\s*\"([a-z-]+)\"", code)
    page = (REFERENCE / "doctor.md").read_text()
    broken = (REPOSITORY / "tests/frontends/test_doctor.py").read_text()
    assert len(ids) > 12
    assert [id for id in ids if f"`{id}`" not in page or id not in broken] == []


@pytest.mark.parametrize(
    "page", sorted({*DOCS.rglob("*.md")} - {*RUN_ELSEWHERE}), ids=lambda page: page.stem
)
def test_what_is_only_shown_can_be_read_and_what_is_not_run_says_why(page: Path) -> None:
    for block in blocks(page.read_text()):
        if block.title or block.kind == "console":
            assert page in RUN_PAGES, "blocks that are run stand in pages that a test runs"
        else:
            check_shown(block)


@pytest.mark.parametrize("page", HOW_TO, ids=lambda page: page.stem)
def test_what_a_how_to_sets_and_asks_is_there(page: Path) -> None:
    text, settings = page.read_text(), (REFERENCE / "settings.md").read_text()
    variables = re.findall(r"\b[A-Z][A-Z0-9]*_[A-Z0-9_]+\b", text)
    assert [name for name in variables if f"| `{name}` |" not in settings] == []
    health = (TEMPLATE / "api/startup/health.py").read_text()
    assert [path for path in re.findall(r"/health(/\w+)", text) if f'"{path}"' not in health] == []


@pytest.mark.slow
def test_the_site_is_built_and_every_link_and_anchor_leads_somewhere(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-W", "ignore", "-m", "mkdocs", "build", "--strict", "--site-dir",
         tmp_path / "site"],
        cwd=REPOSITORY, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert (tmp_path / "site/tutorial/helpdesk/index.html").exists()


@pytest.fixture(scope="module")
def shop(tmp_path_factory: pytest.TempPathFactory, ant_path: Path, project_python: Path) -> Path:
    """The project of the how-tos, as their first page makes it."""
    reader = Reader(tmp_path_factory.mktemp("how-to"), ant_path, project_python)
    reader.read(SHOP.read_text())
    return reader.folder


@pytest.mark.slow
@pytest.mark.parametrize("page", HOW_TO, ids=lambda page: page.stem)
def test_a_how_to_is_what_happens(
    page: Path, shop: Path, tmp_path: Path, ant_path: Path, project_python: Path
) -> None:
    folder = shutil.copytree(shop, tmp_path / shop.name, symlinks=True)
    reader = Reader(folder, ant_path, project_python)
    try:
        reader.read(page.read_text())
    finally:
        reader.close()
    assert check_project(str(folder)).findings == [], "what the manual teaches breaks no rule"


@pytest.mark.slow
def test_the_tutorial_is_what_happens(ant_path: Path, tmp_path: Path, project_python: Path) -> None:
    reader = Reader(tmp_path, ant_path, project_python)
    try:
        reader.read(TUTORIAL.read_text())
    finally:
        reader.close()
