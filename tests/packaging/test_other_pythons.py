"""README's commands on the Pythons that small Debian systems bring: git and Python alone.

On the newest Python it is the test command, checks of the code included; on the one between that
and the oldest, where the suite itself runs, only the tests.
"""

import pytest

from support.roots import debian

PURE = ("tests/core", "tests/documents", "tests/reconcile")
"""Parts of the suite that need nothing but Python, and lean on its grammar and its library."""

SET_UP = ("python3", "-c", "import dev; dev.set_up('[dev]')")


@pytest.mark.exhaustive
@pytest.mark.timeout(2400)
@pytest.mark.parametrize(
    ("suite", "version", "commands"),
    [
        ("trixie", "3.13", [SET_UP, (".venv/bin/pytest", "tests/core")]),
        ("sid", "3.14", [("python3", "dev.py", "test", "--fast", *PURE)]),
    ],
)
def test_the_command_and_what_it_generates_work_on_another_python(
    suite: str, version: str, commands: list[tuple[str, ...]]
) -> None:
    root = debian(suite)
    assert root.run("python3", "--version").startswith(f"Python {version}.")
    ours = root.copy_repository()
    said = [root.run(*command, cwd=ours) for command in commands][-1]
    assert " passed" in said and "skipped" not in said, said[-3000:]
    ant = f"{ours}/.venv/bin/ant"
    root.run(ant, "generate", "api", "store", "--json", f"{ours}/examples/store.yaml", cwd=ours)
    said = root.run(ant, "test", cwd=f"{ours}/store")
    assert " passed" in said and "skipped" not in said, said[-3000:]
