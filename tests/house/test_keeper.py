"""What tests start ends with them, also where they are killed."""

import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psutil
import pytest

TESTS = Path(__file__).parent.parent
RUN = """
import subprocess, sys, tempfile
sys.path.insert(0, sys.argv[1])
from support.keeper import keep, mark, marked
keep()
wait = [sys.executable, "-c", "import subprocess, sys; subprocess.run([sys.executable, '-c', "
        "'import time; time.sleep(300)'], start_new_session=True)"]
server = subprocess.Popen(wait, start_new_session=True, env=mark())
folder = tempfile.mkdtemp(prefix=marked("data"))
print(server.pid, folder, flush=True)
sys.stdin.read()
"""


@contextmanager
def started() -> Iterator[tuple[subprocess.Popen[str], list[psutil.Process], Path]]:
    """A run that has started a server, which has started another one."""
    run = subprocess.Popen(
        [sys.executable, "-c", RUN, str(TESTS)], text=True,
        stdin=subprocess.PIPE, stdout=subprocess.PIPE,
    )  # fmt: skip
    with run:
        assert run.stdout
        pid, folder = run.stdout.readline().split()
        server = psutil.Process(int(pid))
        while not (below := server.children()):
            assert run.poll() is None
            time.sleep(0.05)
        yield run, [server, *below], Path(folder)


@pytest.mark.slow
@pytest.mark.parametrize("is_killed", [True, False])
def test_what_a_run_has_started_ends_with_it(is_killed: bool) -> None:
    with started() as (run, processes, folder):
        assert folder.is_dir()
        run.kill() if is_killed else run.communicate()
        assert psutil.wait_procs(processes, timeout=30)[1] == []
    while folder.exists():  # it goes last; pytest-timeout ends what never comes
        time.sleep(0.05)
