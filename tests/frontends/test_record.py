"""The record: what commands have generated, in their own words, and nothing that is secret."""

import json
import shutil
from pathlib import Path

import pytest

from conftest import Ant
from support.record import bundles_of, recorded_texts

EXAMPLES = Path(__file__).parent.parent.parent / "examples"
UNRECORDED = (".ant/", "ant.json", "api/migrations/versions/", "api/mocks/")
STEPS: tuple[tuple[str, ...], ...] = (
    ("generate", "route", "notes", "text:string:required"),
    ("generate", "route", "health", "--mock", '{"ok": true}'),
    ("generate", "subroute", "health", "deep"),
    ("generate", "field", "notes", "customer:reference:to=customers", "labels:many:to=labels"),
    ("rename", "field", "notes", "text", "body"),
    ("rename", "route", "notes", "remarks"),
    ("destroy", "field", "remarks", "customer", "--yes"),
    ("destroy", "subroute", "health", "deep"),
    ("destroy", "route", "health", "--yes"),
    ("undo",),
)


def files_on_disk(project: Path) -> dict[str, bytes]:
    """Everything that is generated again from the spec, as it stands."""
    found = {
        str(path.relative_to(project)): path.read_bytes()
        for path in project.rglob("*")
        if path.is_file()
    }
    return {
        path: text
        for path, text in found.items()
        if path != ".env" and not path.startswith(UNRECORDED)
    }


@pytest.fixture
def store(ant: Ant, tmp_path: Path) -> Path:
    ant("generate", "api", "store", "--json", str(EXAMPLES / "store.yaml"))
    return tmp_path / "store"


def test_the_record_of_a_new_project_is_the_project(store: Path) -> None:
    assert recorded_texts(store) == files_on_disk(store)


def test_the_record_follows_every_command(ant: Ant, store: Path) -> None:
    for step in STEPS:
        done = ant(*step, cwd=store)
        assert done.returncode == 0, (step, done.stderr)
        assert recorded_texts(store) == files_on_disk(store), step


def test_what_was_edited_by_hand_is_recorded_as_it_was_generated(ant: Ant, store: Path) -> None:
    model = store / "api/models/Labels_model.py"
    generated = model.read_bytes()
    model.write_bytes(generated + b"\n\nMINE = 1\n")
    assert ant("generate", "field", "labels", "note:text", cwd=store).returncode == 0
    recorded = recorded_texts(store)["api/models/Labels_model.py"]
    assert b"MINE" in model.read_bytes()
    assert b"MINE" not in recorded
    assert model.read_bytes().replace(b"\n\nMINE = 1\n", b"") == recorded


def test_nothing_of_the_env_file_is_recorded(ant: Ant, store: Path) -> None:
    (store / ".env").write_text((store / ".env").read_text() + "OWN_SECRET=swordfish\n")
    assert ant("generate", "field", "labels", "note:text", cwd=store).returncode == 0
    lines = (line.partition("=") for line in (store / ".env").read_text().splitlines())
    secrets = {value.encode() for key, _, value in lines if "SECRET" in key or "PASSWORD" in key}
    texts = [text for bundle in bundles_of(store) for text in bundle.files.values()]
    assert b"swordfish" in secrets
    assert not [secret for secret in secrets if secret and any(secret in text for text in texts)]
    assert ".env" not in recorded_texts(store)


@pytest.mark.parametrize("example", [None, *sorted(path.name for path in EXAMPLES.iterdir())])
def test_the_record_is_small(ant: Ant, tmp_path: Path, example: str | None) -> None:
    spec = ("--json", str(EXAMPLES / example)) if example else ()
    ant("generate", "api", "x", *spec)
    every = [path for path in (tmp_path / "x").rglob("*") if path.is_file()]
    kept = [path for path in every if ".ant" in path.parts]
    own = sum(path.stat().st_size for path in every if path not in kept)
    assert sum(path.stat().st_size for path in kept) < own / 4


def test_a_lost_record_is_told(ant: Ant, store: Path) -> None:
    shutil.rmtree(store / ".ant")
    manifest = store / "ant.json"
    spec = json.loads(manifest.read_text())
    del spec["routes"]["reviews"]
    manifest.write_text(json.dumps(spec, indent=2))
    done = ant("apply", "--yes", cwd=store)
    assert done.returncode == 1
    assert "Nothing to do" not in done.stdout
    assert ".ant" in done.stderr
    assert (store / "api/models/Reviews_model.py").exists()
