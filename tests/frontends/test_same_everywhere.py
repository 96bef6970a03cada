"""A command that changes a project gives the same bytes wherever and however it runs."""

import json
import os
from pathlib import Path

import pytest

from conftest import Ant
from support.stories import Story, files

PLACES = (
    ("api/routes", {"PYTHONHASHSEED": "1", "TZ": "Asia/Kathmandu", "LANG": "C", "LC_ALL": "C"}),
    ("tests", {"PYTHONHASHSEED": "4294967295", "TZ": "", "LC_ALL": "tr_TR.UTF-8", "HOME": ""}),
    (".github/workflows", {"PYTHONHASHSEED": "0", "PYTHONUTF8": "0", "LC_ALL": "POSIX",
                           "COLUMNS": "20", "PYTHONOPTIMIZE": "2"}),
)  # fmt: skip


def moments(project: Path) -> dict[str, int]:
    return {path: os.lstat(project / path).st_mtime_ns for path in files(project)}


@pytest.mark.slow
def test_the_bytes_do_not_depend_on_place_or_environment_and_apply_then_has_nothing_to_do(
    fresh_ant: Ant, story: Story, memory: Path
) -> None:
    for number, (folder, env) in enumerate(PLACES):
        (memory / str(number)).mkdir()
        project = story.copy(memory / str(number))
        done = fresh_ant(*story.words, cwd=project / folder, env=env)
        assert (done.returncode, done.stderr) == (0, "")
        assert files(project) == story.new
        before = moments(project)
        report = json.loads(fresh_ant("--report", "apply", cwd=project / folder, env=env).stdout)
        assert (report["status"], report["files"]) == ("success", [])
        assert (files(project), moments(project)) == (story.new, before)
