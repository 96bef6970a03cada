"""A module that generated code imports under two names keeps both, in files that people edited."""

import pytest

from ant.python_source.source import Source
from ant.reconcile.merge import merge
from ant.reconcile.upgrading.code import merge_code
from ant.reconcile.upgrading.proof import unproved

BOTH = (
    "import datetime as dt\nimport datetime as time\n",
    "from clocks import clock as dt\nfrom clocks import clock as time\n",
    "from clocks import clock as dt, clock as time\n",
)
VIEW = "import os\n\n\ndef view():\n    return os.{}\n"
SPAN = "\n\ndef span():\n    return dt.now() - time.now()\n"


def merged(current: str, old: str, new: str) -> str:
    """The file after an upgrade in which ``view`` is left to its owner, and nothing else is."""
    done = merge_code("api/x.py", current.encode(), old.encode(), new.encode())
    versions = tuple(Source(text.encode()) for text in (current, old, new))
    assert unproved(done.content, versions) == ""
    assert [problem.where for problem in done.problems] == ["api/x.py:{}, view".format(
        current.split("\n").index("def view():") + 1
    )]  # fmt: skip
    return done.content.decode()


@pytest.mark.parametrize("both", BOTH)
def test_both_come_with_the_definition_that_needs_them(both: str) -> None:
    old, new = VIEW.format("a"), both + VIEW.format("b") + SPAN
    after = merged(VIEW.format("c"), old, new)
    assert SPAN in after
    assert after.count(" as dt") == after.count(" as time") == 1


@pytest.mark.parametrize("both", BOTH)
def test_a_new_definition_calls_them_by_the_names_that_are_there(both: str) -> None:
    old, new = both + VIEW.format("a"), both + VIEW.format("b") + SPAN
    assert merged(both + VIEW.format("c"), old, new) == both + VIEW.format("c") + SPAN


@pytest.mark.parametrize("both", BOTH)
def test_a_name_that_somebody_gave_to_one_of_them_is_used(both: str) -> None:
    own = both.replace("as dt", "as moment")
    old, new = both + VIEW.format("a") + SPAN, both + VIEW.format("b") + SPAN.replace("-", "+")
    after = merged(own + VIEW.format("c") + SPAN.replace("dt.", "moment."), old, new)
    assert after.endswith("def span():\n    return moment.now() + time.now()\n")
    assert after.startswith(own)


@pytest.mark.parametrize("both", BOTH)
def test_both_go_with_the_definition_that_needed_them(both: str) -> None:
    end = "\n\ndef last():\n    return 1\n"
    old, new = both + VIEW.format("a") + SPAN + end, VIEW.format("b") + end
    assert merged(both + VIEW.format("c") + SPAN + end, old, new) == VIEW.format("c") + end


@pytest.mark.parametrize("both", BOTH)
def test_what_a_command_adds_keeps_them_apart_as_well(both: str) -> None:
    own = VIEW.format("c")
    for old in (VIEW.format("a"), both + VIEW.format("a")):
        new = (both + VIEW.format("a") + SPAN).encode()
        after = merge("api/x.py", own.encode(), VIEW.format("a").encode(), new).decode()
        assert after.endswith(own + SPAN)
        assert after.count(" as dt") == after.count(" as time") == 1
        after = merge("api/x.py", (both + own).encode(), old.encode(), new).decode()
        assert after == both + own + SPAN
