"""Commands of a version that generates otherwise, in projects that nobody has edited."""

import json
import shutil
from pathlib import Path

import pytest

from frozen.edits.editing import files_of
from support.record import bundles_of, recorded_texts
from support.runners import Forked
from support.trees import snapshot
from upgrading.conftest import NEXT, Version

EXAMPLES = Path(__file__).parent.parent.parent / "examples"
Words = tuple[str, ...]
GROWING: tuple[Words, ...] = (
    ("generate", "route", "notes", "text:string:required", "customer:reference:to=customers"),
    ("generate", "route", "health", "--mock", '{"ok": true}'),
    ("generate", "subroute", "orders", "late"),
    ("generate", "field", "orders", "colour:string:max=9", "parts:many:to=products"),
    ("generate", "auth", "--route", "customers"),
)
SHRINKING: tuple[Words, ...] = (
    ("destroy", "subroute", "products", "featured"),
    ("destroy", "field", "suppliers", "website", "--yes"),
    ("destroy", "route", "reviews", "--yes"),
)
RENAMING: tuple[Words, ...] = (
    ("rename", "field", "products", "in_stock", "stock"),
    ("rename", "route", "suppliers", "makers"),
)
NEVER = (".env", "api/migrations/versions/")
"""What is written once and not generated again."""


@pytest.fixture(scope="module")
def shared_store(warm_ant: Forked, tmp_path_factory: pytest.TempPathFactory) -> Path:
    place = tmp_path_factory.mktemp("store")
    done = warm_ant.run(place, "generate", "api", "store", "--json", str(EXAMPLES / "store.yaml"))
    assert done.code == 0, done.stderr
    project = place / "store"
    assert warm_ant.run(project, "generate", "subroute", "products", "featured").code == 0
    return project


@pytest.fixture
def store(shared_store: Path, tmp_path: Path) -> Path:
    """A project of the running version, with every kind of thing in it."""
    return Path(shutil.copytree(shared_store, tmp_path / "store"))


def edit_manifest(project: Path) -> None:
    manifest = json.loads((project / "ant.json").read_text())
    del manifest["routes"]["reviews"]
    manifest["routes"]["labels"]["fields"]["colour"] = "string:max=9"
    (project / "ant.json").write_text(json.dumps(manifest, indent=2))


def generated_files(project: Path) -> dict[str, bytes]:
    return {
        path: text
        for path, text in files_of(project).items()
        if path == ".env.example" or not path.startswith(NEVER)
    }


def check_recorded(project: Path) -> None:
    """Every file that is generated again stands as the record has it."""
    files = generated_files(project)
    never = ("ant.json", "api/mocks/")
    files = {path: text for path, text in files.items() if not path.startswith(never)}
    assert recorded_texts(project) == files


@pytest.mark.parametrize("words", [*GROWING, *SHRINKING, *RENAMING], ids=" ".join)
def test_between_two_releases_nothing_is_refused(
    altered: Version, store: Path, words: Words
) -> None:
    done = altered(store, *words)
    assert (done.code, done.stderr) == (0, "")
    check_recorded(store)


@pytest.mark.slow
def test_every_command_one_after_the_other(altered: Version, store: Path) -> None:
    for words in (*GROWING, *SHRINKING, *RENAMING, ("undo",)):
        done = altered(store, *words)
        assert (done.code, done.stderr) == (0, ""), words
        check_recorded(store)
    edit_labels = json.loads((store / "ant.json").read_text())
    edit_labels["routes"]["labels"]["fields"]["shade"] = "string:max=9"
    (store / "ant.json").write_text(json.dumps(edit_labels, indent=2))
    assert altered(store, "apply").code == 0
    check_recorded(store)


def test_an_edited_spec_is_applied_between_two_releases(altered: Version, store: Path) -> None:
    edit_manifest(store)
    done = altered(store, "apply", "--yes")
    assert (done.code, done.stderr) == (0, "")
    assert not (store / "api/models/Reviews_model.py").exists()
    check_recorded(store)


@pytest.mark.parametrize("words", SHRINKING, ids=" ".join)
def test_a_later_version_takes_out_at_once(newer: Version, store: Path, words: Words) -> None:
    done = newer(store, *words)
    assert (done.code, done.stderr) == (0, "")
    check_recorded(store)


@pytest.mark.parametrize("words", [*GROWING, *RENAMING], ids=" ".join)
def test_a_later_version_grows_after_an_upgrade(newer: Version, store: Path, words: Words) -> None:
    before = snapshot(store)
    refused = newer(store, *words)
    assert (refused.code, refused.stdout) == (1, "")
    assert refused.stderr.startswith("Error: This project was made by ant ")
    assert refused.stderr.endswith("Run first: ant upgrade\n")
    assert snapshot(store) == before
    assert newer(store, "upgrade")[::2] == (0, "")
    assert newer(store, *words)[::2] == (0, "")
    check_recorded(store)


def test_a_later_version_that_generates_the_same_grows_at_once(
    only_newer: Version, store: Path
) -> None:
    for words in GROWING:
        assert only_newer(store, *words)[::2] == (0, "")
    check_recorded(store)
    assert {bundle.version for bundle in bundles_of(store)} <= {NEXT, _running(store)}


def _running(store: Path) -> str:
    return str(json.loads((store / "ant.json").read_text())["ant"])


def test_an_upgraded_project_is_what_the_later_version_generates(
    newer: Version, store: Path, tmp_path: Path
) -> None:
    assert newer(store, "upgrade")[::2] == (0, "")
    spec = (store / "ant.json").read_text()
    (tmp_path / "fresh").mkdir()
    assert newer(tmp_path / "fresh", "generate", "api", "store", "--json", spec).code == 0
    fresh = generated_files(tmp_path / "fresh" / "store")
    assert generated_files(store) == fresh
    altered_files = [path for path, text in fresh.items() if b"Altered" in text]
    assert len(altered_files) > 100
    check_recorded(store)
    assert {bundle.version for bundle in bundles_of(store)} == {NEXT}


def test_what_is_destroyed_after_an_upgrade_leaves_what_never_had_it(
    newer: Version, store: Path
) -> None:
    """What an upgrade brings to a route goes with the route."""
    assert newer(store, "upgrade").code == 0
    assert newer(store, "destroy", "route", "reviews", "--yes")[::2] == (0, "")
    assert not [path for path in generated_files(store) if "eviews" in path]
    check_recorded(store)
