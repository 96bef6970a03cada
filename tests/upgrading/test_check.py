"""``ant upgrade --check``: what an upgrade would bring, and the known faults in the code."""

import ast
import json
import re
import subprocess
import sys
from pathlib import Path

import pytest

from ant import __version__
from ant.recall.faults import FAULTS, Fault
from ant.recall.matching import digest_of, find_unit
from conftest import Ant
from support.frozen import unpack
from support.record import recorded_texts
from support.trees import snapshot
from upgrading.conftest import NEXT, Version

IDS = [fault.id for fault in FAULTS]


@pytest.fixture
def old(tmp_path: Path) -> Path:
    """An untouched project of an earlier version, with resources."""
    return unpack("0.2.0/store", tmp_path)


def report(ant: Ant, project: Path) -> tuple[int, dict[str, object]]:
    done = ant("upgrade", "--check", "--report", cwd=project)
    assert done.stderr == ""
    return done.returncode, json.loads(done.stdout)


def certainty(ant: Ant, project: Path) -> dict[str, bool]:
    """Whether each fault that is found is said to be there for sure, by its name."""
    faults = report(ant, project)[1]["faults"]
    assert isinstance(faults, list)
    return {fault["id"]: fault["certain"] for fault in faults}


def test_every_fault_is_in_what_the_earlier_version_generated(old: Path) -> None:
    recorded = recorded_texts(old)
    assert len(set(IDS)) == len(IDS)
    for fault in FAULTS:
        unit = find_unit(recorded.get(fault.path), fault.unit)
        assert unit is not None, fault.id
        assert digest_of(unit) == fault.digest, fault.id


@pytest.mark.slow
def test_it_tells_faults_and_changes_writes_nothing_and_fails(ant: Ant, old: Path) -> None:
    before = snapshot(old)
    done = ant("upgrade", "--check", cwd=old)
    assert (done.returncode, done.stderr) == (1, "")
    assert snapshot(old) == before
    for fault in FAULTS:
        assert f"  {fault.id} {fault.severity:6} {fault.path}:" in done.stdout
    lines = done.stdout.splitlines()
    brought = lines[lines.index(f"What 'ant upgrade' brings, from ant {__version__}:") + 1 :]
    assert "  change ant.json" in brought
    assert not [line for line in brought if ".ant/record" in line]
    code, told = report(ant, old)
    assert (code, told["status"], told["project_path"], told["files"]) == (
        1, "success", str(old), [],
    )  # fmt: skip
    planned = told["planned_files"]
    assert isinstance(planned, list)
    assert sorted(planned) == sorted(str(old / line.split()[1]) for line in brought)
    assert set(certainty(ant, old).values()) == {True}
    assert ant("upgrade", cwd=old).returncode == 0
    removed = {str(old / line.split()[1]) for line in brought if line.split()[0] == "remove"}
    assert removed
    assert {*planned} & {str(old / path) for path in snapshot(old)} == {*planned} - removed
    again = ant("upgrade", "--check", cwd=old)
    assert (again.returncode, again.stdout) == (0, "Nothing to do.\n")


@pytest.mark.slow
def test_the_worst_comes_first_and_its_line_is_right(ant: Ant, old: Path) -> None:
    faults = report(ant, old)[1]["faults"]
    assert isinstance(faults, list)
    order = ["high", "medium", "low"]
    assert [order.index(f["severity"]) for f in faults] == sorted(
        order.index(f["severity"]) for f in faults
    )
    for fault in faults:
        line = (old / fault["path"]).read_text().splitlines()[fault["line"] - 1]
        assert fault["unit"].split(".")[-1] in line, fault


def test_an_up_to_date_project_has_nothing_to_do(ant: Ant, old: Path) -> None:
    assert ant("upgrade", cwd=old).returncode == 0
    done = ant("upgrade", "--check", cwd=old)
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.splitlines()[-1] == "Nothing to do."
    code, told = report(ant, old)
    assert (code, told["planned_files"], told["by_hand"]) == (0, [], [])


@pytest.mark.slow
def test_a_later_version_says_what_it_brings(newer: Version, old: Path) -> None:
    done = newer(old, "upgrade", "--check")
    assert (done.code, done.stderr) == (1, "")
    assert f"What 'ant upgrade' brings, from ant {NEXT}:" in done.stdout
    assert "  change Dockerfile" in done.stdout


def edited_unit(text: str, fault: Fault) -> str:
    """The file with one more statement at the end of the unit, or another value of it."""
    unit = find_unit(text.encode(), fault.unit)
    assert unit and unit.end_lineno
    lines = text.splitlines(keepends=True)
    if isinstance(unit, ast.FunctionDef | ast.ClassDef):
        indent = " " * unit.body[0].col_offset
        lines.insert(unit.end_lineno, f"{indent}_own = 1\n")
    else:
        lines[unit.lineno - 1] = lines[unit.lineno - 1].replace(" = ", " = _own = ", 1)
    return "".join(lines)


@pytest.mark.slow
@pytest.mark.parametrize("fault", FAULTS[::10], ids=IDS[::10])
def test_a_unit_that_somebody_edited_may_still_have_it(ant: Ant, old: Path, fault: Fault) -> None:
    file = old / fault.path
    file.write_text(edited_unit(file.read_text(), fault))
    assert certainty(ant, old)[fault.id] is False
    [line] = [
        line
        for line in ant("upgrade", "--check", cwd=old).stdout.splitlines()
        if line.startswith(f"  {fault.id} ")
    ]
    assert line.endswith("You have changed it: look whether that is still so.")


@pytest.mark.exhaustive
def test_every_unit_may_still_have_it_where_somebody_edited_all(ant: Ant, old: Path) -> None:
    for path, unit in sorted({(fault.path, fault.unit) for fault in FAULTS}):
        fault = next(fault for fault in FAULTS if (fault.path, fault.unit) == (path, unit))
        (old / path).write_text(edited_unit((old / path).read_text(), fault))
    assert certainty(ant, old) == dict.fromkeys(IDS, False)


def test_what_somebody_deleted_has_no_fault(ant: Ant, old: Path) -> None:
    gone = FAULTS[0]
    (old / gone.path).unlink()
    assert gone.id not in certainty(ant, old)


@pytest.mark.exhaustive
def test_comments_docstrings_and_a_formatter_hide_no_fault(ant: Ant, old: Path) -> None:
    paths = sorted({str(old / fault.path) for fault in FAULTS})
    for path in paths:
        text = Path(path).read_text()
        Path(path).write_text(re.sub(r'    """(?=[A-Z])', '    """Ours. ', text) + "\n# ours\n")
    command = [sys.executable, "-m", "black", "-q", "--line-length", "60", *paths]
    subprocess.run(command, check=True, timeout=120)
    found = certainty(ant, old)
    assert found == dict.fromkeys(IDS, True)


@pytest.mark.slow
def test_the_later_half_of_a_rewritten_project_is_told_as_unsure(ant: Ant, tmp_path: Path) -> None:
    found = certainty(ant, unpack("0.2.0/clinic-rewritten", tmp_path))
    assert found
    assert set(found) <= set(IDS)


def test_outside_a_project_it_is_refused(ant: Ant, tmp_path: Path) -> None:
    done = ant("upgrade", "--check", cwd=tmp_path)
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr.startswith("Error: ")
