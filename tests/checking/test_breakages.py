"""Every rule is found broken where it is broken, and nowhere else."""

from pathlib import Path

import pytest

from ant.checking.check import RULES, check
from ant.workspace.read_code import read_all_code
from checking.breakages import BREAKAGES, NEW, SERVICE, Breakage
from support.frozen import FROZEN, unpack
from support.runners import Forked

EXAMPLES = sorted((Path(__file__).parents[2] / "examples").iterdir())
OWNED = Path(__file__).parents[1] / "support/owned.json"
"""A spec with rows that belong to somebody."""
PASSED_OVER = ("tests/", "api/helper/")
BESIDE = ("ant.json", "requirements.txt", "requirements-observability.txt")
HELPER = b"from apispec import APISpec\n"
"""Stands for the modules that are passed over."""
BROKEN = {
    "0.2.0/clinic-grown": {("service-query", "api/services/health_service.py")},
    "0.2.0/store-by-hand": {("route-data-access", "api/routes/status_route.py")},
}
"""What people have really written past the layers: a statement in a service, and one in a route."""


@pytest.fixture(scope="module")
def files(pristine: Path) -> dict[str, bytes]:
    """The files of a project that rules look at, without the bulk that they pass over."""
    code = read_all_code(str(pristine))
    beside = {name: (pristine / name).read_bytes() for name in BESIDE}
    beside["api/helper/__init__.py"] = HELPER
    return beside | {path: code[path] for path in code if not path.startswith(PASSED_OVER)}


def all_files(root: Path) -> dict[str, bytes]:
    """The code of a project, and what stands right in its folder."""
    beside = {path.name: path.read_bytes() for path in root.iterdir() if path.is_file()}
    return beside | read_all_code(str(root))


def _generated(ant: Forked, folder: Path, example: Path) -> dict[str, bytes]:
    assert ant.run(folder, "generate", "api", "my-api", "--json", str(example)).code == 0
    return all_files(folder / "my-api")


def _broken(files: dict[str, bytes], breakage: Breakage) -> dict[str, bytes]:
    text = breakage.text.encode() + files.get(breakage.path, b"")
    return {**files, breakage.path: text}


@pytest.mark.parametrize(
    "breakage", BREAKAGES, ids=lambda breakage: f"{breakage.rule}-{breakage.path}"
)
def test_what_breaks_a_rule_is_found_at_its_place(
    files: dict[str, bytes], breakage: Breakage
) -> None:
    found = check(_broken(files, breakage))
    place = (breakage.rule, breakage.path, breakage.line, breakage.column)
    assert place in [finding[:4] for finding in found]
    assert {finding.rule for finding in found} == {breakage.rule}


def test_every_rule_has_a_breakage() -> None:
    elsewhere = {"spec-disagrees"}  # tests/frontends/test_check.py: it takes a whole project
    assert {breakage.rule for breakage in BREAKAGES} == {rule.id for rule in RULES} - elsewhere


@pytest.mark.parametrize(
    "text",
    [
        "from sqlalchemy.exc import IntegrityError\n",
        "from helper.DBSession import myDB\nwith myDB.transaction():\n    pass\n",
        "from typing import TYPE_CHECKING\nif TYPE_CHECKING:\n    from flask import Flask\n",
        'TEXT = """\n# ant: ignore[no-such-rule]\n"""\n',
        "from flask import g  # ant: ignore[service-flask]\n",
        'import os\nos.environ["TZ"] = "UTC"\n',
        "from flask import g; from sqlalchemy import text"
        "  # ant: ignore[service-flask, service-query]\n",
    ],
)
def test_what_a_service_may_do_is_not_found(files: dict[str, bytes], text: str) -> None:
    assert check(_broken(files, Breakage("", SERVICE, text))) == []


@pytest.mark.parametrize(
    "use",
    [
        "from routes.extra_route import extra_bp\napp = None\napp.register_blueprint(extra_bp)\n",
        "import routes.extra_route as extra\nALL = [extra.extra_bp]\n",
        "from routes import extra_route\nALL = {'/v1': extra_route.extra_bp}\n",
    ],
)
def test_a_blueprint_that_is_handed_on_counts_as_registered(
    files: dict[str, bytes], use: str
) -> None:
    made = 'from flask import Blueprint\nextra_bp = Blueprint("extra", __name__)\n'
    assert check({**files, NEW: made.encode(), "api/listing.py": use.encode()}) == []


@pytest.mark.slow
@pytest.mark.exhaustive_for("library.json", "northwind.yaml")
@pytest.mark.parametrize("example", [*EXAMPLES, OWNED], ids=lambda example: example.name)
def test_an_untouched_example_has_no_findings(
    warm_ant: Forked, tmp_path: Path, example: Path
) -> None:
    assert check(_generated(warm_ant, tmp_path, example)) == []


@pytest.mark.slow
@pytest.mark.parametrize("name", FROZEN)
def test_of_an_edited_project_only_what_breaks_a_rule_is_found(name: str, tmp_path: Path) -> None:
    found = check(all_files(unpack(name, tmp_path)))
    assert {(finding.rule, finding.path) for finding in found} == BROKEN.get(name, set())
