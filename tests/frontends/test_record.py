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


@pytest.mark.slow
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


def edit_manifest(project: Path) -> None:
    """Add a field and a route, as a person would."""
    manifest = project / "ant.json"
    spec = json.loads(manifest.read_text())
    spec["routes"]["labels"]["fields"]["note"] = "text"
    spec["routes"]["fresh"] = {"type": "GET"}
    manifest.write_text(json.dumps(spec, indent=2))


LOST = {
    "all of it": ".ant",
    "the record": ".ant/record",
    "that of one route": ".ant/record/routes/labels",
    "that of the project": ".ant/record/project",
}


@pytest.mark.parametrize("lost", LOST)
def test_what_is_lost_is_told_and_made_anew(ant: Ant, store: Path, lost: str) -> None:
    place = store / LOST[lost]
    shutil.rmtree(place) if place.is_dir() else place.unlink()
    edit_manifest(store)
    done = ant("apply", cwd=store)
    assert (done.returncode, done.stdout) == (1, "")
    assert "is missing" in done.stderr and "ant adopt" in done.stderr
    assert ant("adopt", cwd=store).returncode == 0
    applied = ant("apply", cwd=store)
    assert (applied.returncode, applied.stderr) == (0, "")
    assert (store / "api/routes/fresh_route.py").exists()
    assert "note" in (store / "api/models/Labels_model.py").read_text()
    assert recorded_texts(store) == files_on_disk(store)
    assert ant("apply", cwd=store).stdout == "Nothing to do.\n"


def test_a_damaged_record_is_told_and_made_anew(ant: Ant, store: Path) -> None:
    place = store / ".ant/record/routes/labels"
    place.write_bytes(place.read_bytes()[:-40])
    done = ant("generate", "field", "labels", "note:text", cwd=store)
    assert done.returncode == 1
    assert "'.ant/record/routes/labels', of the record, is damaged" in done.stderr
    assert ant("adopt", cwd=store).returncode == 0
    assert ant("generate", "field", "labels", "note:text", cwd=store).returncode == 0


@pytest.mark.slow
def test_what_was_applied_is_told_by_the_record(ant: Ant, store: Path) -> None:
    applied = (store / ".ant/applied.json").read_bytes()
    for broken in (None, b"", b"{", b"<<<<<<< HEAD\n{}\n=======\n{}\n>>>>>>> b\n"):
        (store / ".ant/applied.json").unlink()
        if broken is not None:
            (store / ".ant/applied.json").write_bytes(broken)
        done = ant("apply", cwd=store)
        assert (done.returncode, "made anew from the record" in done.stdout) == (0, True)
        assert (store / ".ant/applied.json").read_bytes() == applied


def test_code_of_an_earlier_commit_is_told(ant: Ant, store: Path) -> None:
    model = store / "api/models/Labels_model.py"
    earlier = model.read_bytes()
    assert ant("generate", "field", "labels", "note:text", cwd=store).returncode == 0
    model.write_bytes(earlier)
    done = ant("apply", cwd=store)
    assert (done.returncode, done.stdout) == (1, "")
    assert "no column 'note' of 'labels'" in done.stderr


@pytest.mark.parametrize("words", [("apply",), ("adopt",)], ids=" ".join)
def test_a_model_that_is_no_python_is_told_as_that(
    ant: Ant, store: Path, words: tuple[str, ...]
) -> None:
    model, manifest = store / "api/models/Customers_model.py", store / "ant.json"
    model.write_text(f"{model.read_text()}\ndef (\n")
    if words == ("adopt",):
        shutil.rmtree(store / ".ant")
    before, line = manifest.read_bytes(), len(model.read_text().splitlines())
    done = ant(*words, cwd=store)
    assert done.returncode == 1
    assert done.stderr.splitlines() == [
        "Error: 'api/models/Customers_model.py' is no Python: invalid syntax.",
        f"  at api/models/Customers_model.py:{line}",
        "  Mend it first.",
    ]
    assert manifest.read_bytes() == before
