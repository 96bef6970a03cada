"""Work that lasts over a second shows how far it has come, to a person at a terminal alone."""

import json
import re
import subprocess
import sys
from pathlib import Path

import pytest

from support.terminal import seen_on_a_terminal

ROUTES = 2500
SLOW = """
import sys, time
from ant.cli.output import Output
output = Output("--report" in sys.argv)
for done in range(0, 130):
    output.show_progress(done, 130)
    time.sleep(0.01)
output.say("All done.")
"""


@pytest.mark.slow
def test_a_bar_appears_after_a_second_and_goes_before_the_next_line() -> None:
    shown = seen_on_a_terminal(sys.executable, "-c", SLOW)
    drawn = [int(share) for share in re.findall(r"\[[# ]{40}\] +(\d+) %", shown)]
    assert drawn == sorted(set(drawn)) and drawn[0] > 50 and len(drawn) > 5
    assert re.search(r"\r {46,}\rAll done\.\r\n$", shown), shown[-200:]


@pytest.mark.slow
def test_the_report_shows_no_bar() -> None:
    assert seen_on_a_terminal(sys.executable, "-c", SLOW, "--report") == ""


@pytest.mark.slow
def test_without_a_terminal_there_is_no_bar() -> None:
    done = subprocess.run([sys.executable, "-c", SLOW], capture_output=True, text=True, check=True)
    assert (done.stdout, done.stderr) == ("All done.\n", "")


def test_quick_work_shows_no_bar() -> None:
    assert (
        seen_on_a_terminal(sys.executable, "-c", SLOW.replace("0.01", "0.001")) == "All done.\r\n"
    )


@pytest.mark.slow
def test_a_large_project_fills_the_bar(ant_path: Path, tmp_path: Path) -> None:
    spec = tmp_path / "spec.json"
    spec.write_text(json.dumps({"routes": {f"r{i}": {} for i in range(ROUTES)}}))
    shown = seen_on_a_terminal(ant_path, "generate", "api", "large", "--json", spec, cwd=tmp_path)
    assert re.search(r"\[#+ *\] +\d+ %", shown), shown
    assert "\rSuccessfully generated API project 'large' from JSON!\r\n" in shown
