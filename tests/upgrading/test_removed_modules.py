"""What is new and belongs to a module that the owner of a project has removed."""

import pytest

from ant.core.tree import Tree
from ant.reconcile.upgrading.files import Upgraded, carry_upgrade

MODULE, TESTS = "api/apis/Client.py", "tests/test_helpers.py"
NOTE = (
    "'api/apis/Client.py' has been removed or moved, and stays so: what is new in"
    " 'tests/test_helpers.py' and tests it was left out."
)

OLD = b"""\
from apis.Client import Client
from helper.Log import Log


def test_log() -> None:
    assert Log()


def test_client() -> None:
    assert Client()
"""
OWN = OLD.replace(b"from apis.Client import Client\n", b"").partition(b"\n\ndef test_client")[0]
ADDED = b"""

def test_client_twice() -> None:
    assert Client(Client())
"""
LOG = b"""

def test_log_twice() -> None:
    assert Log(Log())
"""


def upgraded(current: Tree, new: bytes, old: bytes = OLD) -> Upgraded:
    """Upgrade a project whose owner may have removed the module."""
    before = {MODULE: b"class Client: ...\n", TESTS: old}
    return carry_upgrade(current, before, {**before, TESTS: new})


def content(done: Upgraded) -> bytes | None:
    return {change.path: change.after for change in done.plan.changes}.get(TESTS)


@pytest.mark.parametrize("new", [OLD + ADDED, OLD + LOG + ADDED, OLD + ADDED + LOG])
def test_a_new_test_of_a_removed_module_is_left_out(new: bytes) -> None:
    done = upgraded({TESTS: OWN}, new)
    assert (done.problems, done.notes) == ((), (NOTE,))
    after = content(done) or OWN
    assert b"Client" not in after
    assert (b"test_log_twice" in after) == (LOG in new)


def test_the_first_test_of_a_removed_module_takes_no_import_along() -> None:
    done = upgraded({TESTS: OWN}, OLD + ADDED, old=OWN)
    assert (content(done), done.problems, done.notes) == (None, (), (NOTE,))


def test_what_uses_what_is_left_out_is_left_out_too() -> None:
    used = b"\n\ndef client() -> object:\n    return Client()\n"
    using = b"\n\ndef test_both() -> None:\n    assert client()\n"
    done = upgraded({TESTS: OWN}, OLD + using + LOG + used)
    assert (content(done), done.notes) == (OWN + LOG, (NOTE,))


def test_a_module_that_is_there_is_tested() -> None:
    done = upgraded({TESTS: OWN, MODULE: b"class Client: ...\n"}, OLD + ADDED)
    assert ADDED in (content(done) or b"")
    assert done.notes == ()


def test_without_anything_new_there_is_nothing_to_tell() -> None:
    done = upgraded({TESTS: OWN}, OLD + LOG)
    assert LOG in (content(done) or b"")
    assert done.notes == ()
