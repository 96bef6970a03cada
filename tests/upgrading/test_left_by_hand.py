"""What an upgrade leaves to be done by hand is told until it is done."""

import json
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from ant.record.bundles import pack
from ant.record.layout import BY_HAND
from support.trees import snapshot
from upgrading.conftest import LATER, NEXT, Version

IMAGE, TOKEN, UPDATE = (
    "Dockerfile",
    "api/decorators/token_required.py",
    "api/helper/functions/update_dict.py",
)
Swaps = dict[str, tuple[tuple[str, str], ...]]
"""What is another text, by the ends of paths."""

CHANGES: Swaps = {
    IMAGE: (("interval=10s", "interval=20s"), ("PYTHONUNBUFFERED=1", "PYTHONUNBUFFERED=2")),
    TOKEN: (
        ("The token has expired.", "The token is no longer valid."),
        ("A Bearer token is required.", "A token is required."),
    ),
}
LATER_CHANGES: Swaps = {
    IMAGE: (("interval=10s", "interval=20s"), ("PYTHONUNBUFFERED=1", "PYTHONUNBUFFERED=3")),
    TOKEN: CHANGES[TOKEN],
}
OWN: Swaps = {
    IMAGE: (("interval=10s", "interval=11s"),),
    TOKEN: (("The token has expired.", "Too late."),),
}


def git(folder: Path, *words: str) -> None:
    author = ("-c", "user.name=somebody", "-c", "user.email=somebody@example.com")
    subprocess.run(["git", *author, *words], cwd=folder, capture_output=True, check=True)


def swapped(text: str, swaps: tuple[tuple[str, str], ...]) -> str:
    for old, new in swaps:
        assert text.count(old) == 1, old
        text = text.replace(old, new)
    return text


def altering(changes: Swaps) -> Callable[[str, str], str]:
    def alter(name: str, text: str) -> str:
        found = [path for path in changes if name == f"templates/project/{path}"]
        return swapped(text, changes[found[0]]) if found else text

    return alter


@pytest.fixture(scope="module")
def changed(installed: Callable[..., Version]) -> Version:
    """A later version with two changes in each of two files."""
    return installed(altering(CHANGES), NEXT)


@pytest.fixture(scope="module")
def changed_again(installed: Callable[..., Version]) -> Version:
    """One that is later still, and changes once more what the first one could carry in."""
    return installed(altering(LATER_CHANGES), LATER)


@pytest.fixture
def edited(project: Path) -> Path:
    """A project in which somebody has edited what a later version changes as well."""
    edit(project, OWN)
    return project


def edit(project: Path, swaps: Swaps) -> None:
    for path, pairs in swaps.items():
        (project / path).write_text(swapped((project / path).read_text(), pairs))


def line_of(file: Path, text: str) -> int:
    """Return the number of the one line that holds the text."""
    (number,) = [
        number for number, line in enumerate(file.read_text().split("\n"), 1) if text in line
    ]
    return number


def left(version: Version, project: Path) -> tuple[int, list[str]]:
    """The exit code of ``--check``, and what it says is left by hand."""
    done = version(project, "upgrade", "--check", "--report")
    report = json.loads(done.stdout)
    assert report["planned_files"] == []
    return done.code, report["by_hand"]


def upgraded(version: Version, project: Path) -> list[str]:
    done = version(project, "upgrade", "--by-hand", "--report")
    assert done.code == 0, done.stderr
    told: list[str] = json.loads(done.stdout)["by_hand"]
    return told


@pytest.mark.slow
def test_it_is_told_again_with_file_and_line_and_the_rest_is_carried_in_once(
    changed: Version, edited: Path
) -> None:
    told = upgraded(changed, edited)
    interval = line_of(edited / IMAGE, "interval=11s")
    function = line_of(edited / TOKEN, "def verified_claims() -> dict[str, Any]:")
    places = [text.split("\n")[1] for text in told]
    assert places == [
        f"  at {IMAGE}, line {interval}",
        f"  at {TOKEN}:{function}, verified_claims",
    ]
    assert "PYTHONUNBUFFERED=2" in (edited / IMAGE).read_text()
    assert "A token is required." in (edited / TOKEN).read_text()
    assert left(changed, edited) == (1, told)
    before = snapshot(edited)
    again = changed(edited, "upgrade")
    assert (again.code, again.stderr) == (0, "")
    assert again.stdout == "\n".join(["Nothing to do.", *(f"By hand: {text}" for text in told), ""])
    assert snapshot(edited) == before


def test_an_entry_vanishes_where_the_file_has_become_what_was_wanted(
    changed: Version, edited: Path
) -> None:
    image, _ = upgraded(changed, edited)
    edit(edited, {TOKEN: (("Too late.", "The token is no longer valid."),)})
    assert left(changed, edited) == (1, [image])
    edit(edited, {IMAGE: (("interval=11s", "interval=20s"),)})
    assert left(changed, edited) == (0, [])
    assert changed(edited, "upgrade").code == 0
    assert not (edited / BY_HAND).exists()


def test_what_its_owner_puts_back_is_carried_in_by_the_next_upgrade(
    changed: Version, edited: Path
) -> None:
    image, _ = upgraded(changed, edited)
    edit(edited, {TOKEN: (("Too late.", "The token has expired."),)})
    check = changed(edited, "upgrade", "--check")
    assert (check.code, f"  change {TOKEN}\n" in check.stdout) == (1, True)
    done = changed(edited, "upgrade")
    assert done.stdout.startswith(f"Successfully upgraded to {NEXT}: 1 file changed.\nBy hand: ")
    assert "The token is no longer valid." in (edited / TOKEN).read_text()
    assert left(changed, edited) == (1, [image])


def test_another_edit_of_the_same_file_is_nothing_that_is_left(
    changed: Version, edited: Path
) -> None:
    told = upgraded(changed, edited)
    edit(edited, {TOKEN: (("A token is required.", "Tell us who you are."),)})
    edit(edited, {IMAGE: (("PYTHONUNBUFFERED=2", "PYTHONUNBUFFERED=9"),)})
    assert left(changed, edited) == (1, told)


@pytest.mark.slow
def test_its_owner_may_say_that_it_is_done_in_another_way_and_take_that_back(
    changed: Version, edited: Path
) -> None:
    image, token = upgraded(changed, edited)
    refused = changed(edited, "upgrade", "--done", "api/app.py", IMAGE)
    assert (refused.code, refused.stdout) == (1, "")
    assert refused.stderr == (
        "Error: Nothing is left by hand in 'api/app.py'.\n"
        f"  Something is left in: {IMAGE}, {TOKEN}\n"
    )
    assert left(changed, edited) == (1, [image, token])
    done = changed(edited, "upgrade", "--done", IMAGE)
    assert (done.code, done.stdout, done.stderr) == (0, f"Noted as done: {IMAGE}\n", "")
    assert left(changed, edited) == (1, [token])
    assert changed(edited, "undo").code == 0
    assert left(changed, edited) == (1, [image, token])
    assert changed(edited, "upgrade", "--done", IMAGE, TOKEN).code == 0
    assert left(changed, edited) == (0, [])
    assert "No upgrade has left anything." in changed(edited, "upgrade", "--done", IMAGE).stderr


def test_undo_takes_it_back_with_the_rest(changed: Version, edited: Path) -> None:
    before = {path: text for path, text in snapshot(edited).items() if ".ant/" not in path}
    upgraded(changed, edited)
    assert changed(edited, "undo").code == 0
    after = {path: text for path, text in snapshot(edited).items() if ".ant/" not in path}
    assert after == before
    assert not (edited / BY_HAND).exists()


def test_what_is_left_of_a_file_that_is_no_longer_generated_is_told_once_more(
    changed: Version, edited: Path
) -> None:
    told = upgraded(changed, edited)
    removed = "api/services/gone_service.py"
    with (edited / BY_HAND).open("ab") as file:
        file.write(pack(removed, NEXT, {removed: b"GONE = 1\n"}).line)
    first, second = (changed(edited, "upgrade").stdout for _ in range(2))
    assert f"Warning: What an upgrade left by hand in '{removed}' is told no longer" in first
    assert "Warning" not in second
    assert left(changed, edited) == (1, told)


@pytest.mark.slow
def test_a_still_later_version_carries_in_what_it_can_and_tells_the_rest(
    changed: Version, changed_again: Version, edited: Path
) -> None:
    told = upgraded(changed, edited)
    done = changed_again(edited, "upgrade")
    assert (done.code, done.stderr) == (0, "")
    assert "PYTHONUNBUFFERED=3" in (edited / IMAGE).read_text()
    assert left(changed_again, edited) == (1, told)


@pytest.mark.slow
def test_a_file_in_the_way_of_a_new_one_is_told_until_it_is_moved(
    installed: Callable[..., Version], edited: Path
) -> None:
    def add(package: Path) -> None:
        (package / "templates/project/api/helper/clock.py").write_text('"""What time it is."""\n')

    version = installed(lambda _name, text: text, NEXT, add)
    clock = edited / "api/helper/clock.py"
    clock.write_text("OURS = 1\n")
    [task] = upgraded(version, edited)
    assert "a file of that name is there already" in task
    assert left(version, edited) == (1, [task])
    clock.rename(edited / "api/helper/our_clock.py")
    assert version(edited, "upgrade").stdout.startswith("Successfully upgraded")
    assert clock.read_text() == '"""What time it is."""\n'
    assert left(version, edited) == (0, [])


@pytest.mark.slow
def test_a_name_that_others_lack_is_told_until_they_have_it(
    installed: Callable[..., Version], edited: Path
) -> None:
    def alter(name: str, text: str) -> str:
        if name == "templates/project/api/services/default_service.py":
            return text.replace(
                "DefaultRepository, myDefaultRepository", "DefaultRepository, anything"
            ).replace("myDefaultRepository", "anything")
        if name == "templates/project/api/repositories/default_repository.py":
            return text.replace("myDefaultRepository", "anything")
        return text

    repository = edited / "api/repositories/default_repository.py"
    repository.write_text(repository.read_text().replace("myDefaultRepository", "ours"))
    service = edited / "api/services/default_service.py"
    service.write_text(service.read_text().replace("myDefaultRepository", "ours"))
    version = installed(alter, NEXT)
    told = upgraded(version, edited)
    assert told
    assert left(version, edited) == (1, told)


def test_a_branch_on_which_it_is_done_merges_into_one_that_was_upgraded_as_well(
    changed: Version, edited: Path
) -> None:
    git(edited, "init", "-q", "-b", "main")
    git(edited, "add", "-A")
    git(edited, "commit", "-qm", "before the upgrade")
    git(edited, "switch", "-qc", "other")
    _, token = upgraded(changed, edited)
    assert changed(edited, "upgrade", "--done", IMAGE).code == 0
    git(edited, "add", "-A")
    git(edited, "commit", "-qm", "upgraded, and the image is done")
    git(edited, "switch", "-q", "main")
    edit(edited, {UPDATE: (("Merge dictionaries", "Combine dictionaries"),)})
    told = upgraded(changed, edited)
    git(edited, "add", "-A")
    git(edited, "commit", "-qm", "upgraded as well")
    git(edited, "merge", "-q", "other", "-m", "both")
    assert left(changed, edited) == (1, told)
    assert changed(edited, "upgrade", "--done", IMAGE).code == 0
    assert left(changed, edited) == (1, [token])
