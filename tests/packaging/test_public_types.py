"""Whoever imports ``ant`` finds every type said, as type checkers count it."""

import os
import shutil
import subprocess
import sysconfig
import venv
from pathlib import Path

import pytest

import ant


@pytest.mark.exhaustive
def test_every_type_of_the_package_is_known(tmp_path: Path, project_python: Path) -> None:
    home = tmp_path / "venv"
    venv.create(home)  # the checker counts what is installed, and only then
    (site,) = home.glob("lib/python*/site-packages")
    ignored = shutil.ignore_patterns("__pycache__", "templates")
    shutil.copytree(Path(ant.__file__).parent, site / "ant", ignore=ignored)
    (site / "required.pth").write_text(sysconfig.get_paths()["purelib"])
    done = subprocess.run(
        [project_python, "-m", "basedpyright", "--verifytypes", "ant", "--ignoreexternal"],
        env={**os.environ, "VIRTUAL_ENV": str(home), "PATH": f"{home}/bin:{os.environ['PATH']}"},
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    unknown = [line for line in done.stdout.splitlines() if " - error: " in line]
    assert (done.returncode, unknown) == (0, [])
    assert "Type completeness score: 100%" in done.stdout
