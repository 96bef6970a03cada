"""Settings are merged one by one; somebody's .env only ever gains some."""

import io

import pytest
from dotenv import dotenv_values
from dotenv.parser import parse_stream
from hypothesis import given
from hypothesis import strategies as st

from ant.core.errors import CannotMerge
from ant.reconcile.texts.keyed.dotenv import bindings
from ant.reconcile.texts.keyed.settings import merge_settings, with_new_settings

OLD = """\
# Copy this file.

# Where it is.
APP=app.py
TESTING=False

# PostgreSQL.
DB_USER=postgres
DB_PASSWORD=change-me

# Ports.
# API_PORT=5000
"""
NEW = OLD.replace("TESTING=False\n", "TESTING=False\n# How fast.\nRATE=5\n") + (
    "\n# Mail.\n# A server for it.\nSMTP=\nSMTP_PORT=25\n# SMTP_TLS=1\n"
)
SECRET = "s3cr3t"
settings_text = st.lists(
    st.sampled_from(["A", "B_1", "export ", "=", " ", "'", '"', "\\", "#", "x", "\n", "\r\n", "\t"])
).map("".join)


def edited(*replacements: tuple[str, str], text: str = OLD) -> str:
    for old, new in replacements:
        assert text.count(old) == 1, old
        text = text.replace(old, new)
    return text


def merge(mine: str, ours: str) -> tuple[str, list[str]]:
    """The content, and the problems."""
    result = merge_settings(".env.example", mine.encode(), OLD.encode(), ours.encode())
    return result.content.decode(), [str(problem) for problem in result.problems]


def added(env: str) -> str:
    """What somebody's settings gain at their end."""
    result = with_new_settings(env.encode(), OLD.encode(), NEW.encode()).decode()
    assert result.startswith(env)
    return result.removeprefix(env)


def values(text: str) -> dict[str, str | None]:
    return dotenv_values(stream=io.StringIO(text, newline=""), interpolate=False)


def test_an_example_gains_loses_and_changes_settings_amid_those_of_somebody() -> None:
    mine = edited(("TESTING=False", "TESTING=True\nMINE=1"), ("# Where it is.", "# Here."))
    ours = edited(("change-me", "changeme"), ("APP=app.py\n", "APP=app.py\nNEW=1\n"),
                  ("DB_USER=postgres\n", ""), ("=5000", "=5001"))  # fmt: skip
    expected = edited(("change-me", "changeme"), ("APP=app.py\n", "APP=app.py\nNEW=1\n"),
                      ("DB_USER=postgres\n", ""), ("=5000", "=5001"), text=mine)  # fmt: skip
    assert merge(mine, ours) == (expected, [])


def test_what_somebody_took_out_stays_out_and_what_is_uncommented_is_his() -> None:
    mine = edited(("TESTING=False\n", ""), ("# API_PORT=5000", "API_PORT=80"))
    assert merge(mine, edited(("False", "no"), ("postgres\n", "pg\n"))) == (
        edited(("postgres\n", "pg\n"), text=mine), [],
    )  # fmt: skip
    content, problems = merge(mine, edited(("=5000", "=5001")))
    assert content == mine
    assert "the setting 'API_PORT' is not as it was generated" in problems[0]


def test_the_heading_of_a_paragraph_goes_where_its_first_setting_is() -> None:
    ours = edited(("DB_USER", "DB_HOST=\nDB_USER"))
    assert merge(OLD + "MINE=1\n", ours) == (ours + "MINE=1\n", [])
    mine = edited(("DB_USER=postgres\n", ""))
    content, problems = merge(mine, ours)
    assert (content.count("# PostgreSQL."), content.count("DB_HOST="), problems) == (1, 1, [])


def test_a_problem_names_the_key_and_the_line_but_no_value_of_somebody() -> None:
    mine = edited(("change-me", SECRET), ("# PostgreSQL.", f"# {SECRET}"))
    content, problems = merge(mine, edited(("change-me", "changed"), ("# PostgreSQL.", "# DB.")))
    assert content == mine
    assert len(problems) == 2
    assert any(".env.example, line 9\n  Change it by hand to:\n    DB_PASSWORD=changed" in problem
               for problem in problems)  # fmt: skip
    assert SECRET not in "".join(problems)


@pytest.mark.parametrize(
    ("env", "gained"),
    [
        ("A=1\n", "\n# How fast.\nRATE=5\n\n# Mail.\n# A server for it.\nSMTP=\nSMTP_PORT=25\n"),
        ("A=1", "\n\n# How fast.\nRATE=5\n\n# Mail.\n# A server for it.\nSMTP=\nSMTP_PORT=25\n"),
        ("", "# How fast.\nRATE=5\n\n# Mail.\n# A server for it.\nSMTP=\nSMTP_PORT=25\n"),
        ("A=1\r\n#RATE=1\r\nexport SMTP=x\r\n", "\r\nSMTP_PORT=25\r\n"),
        ("'RATE'=1\n# export SMTP = x\nSMTP_PORT\n", ""),
        ('A="x\nRATE=9\n"\nSMTP_PORT=1\nSMTP=\'it"s\'\n\n', "# How fast.\nRATE=5\n"),
        ("\ufeffRATE=1\nSMTP=2\nSMTP_PORT=3", ""),
        ("garbage (not read)\nRATE=1\nSMTP=\n", "\nSMTP_PORT=25\n"),
    ],
)
def test_somebodys_settings_gain_what_is_new_and_not_there_at_their_end(
    env: str, gained: str
) -> None:
    assert added(env) == gained
    assert added(env + gained) == ""


def test_a_quote_that_is_not_closed_takes_no_setting_of_ours_for_its_end() -> None:
    example = (OLD + "# Of the users'\nNEW=1\n").encode()
    with pytest.raises(CannotMerge) as caught:
        with_new_settings(f"A='{SECRET}\n".encode(), OLD.encode(), example)
    assert "a quote in it is not closed" in str(caught.value)
    assert "NEW=1" in str(caught.value)
    assert SECRET not in str(caught.value)


def test_settings_in_another_encoding_are_left() -> None:
    with pytest.raises(CannotMerge):
        with_new_settings("A=1\n".encode("utf-16"), OLD.encode(), NEW.encode())


@given(settings_text)
def test_no_value_is_lost_and_every_new_one_is_there(env: str) -> None:
    try:
        gained = added(env)
    except CannotMerge:
        return
    before, after = values(env), values(env + gained)
    assert before.items() <= after.items()
    assert after.keys() - before.keys() == {"RATE", "SMTP", "SMTP_PORT"}


@given(settings_text)
def test_settings_are_read_as_the_library_reads_them(text: str) -> None:
    theirs = [
        (found.key, found.error)
        for found in parse_stream(io.StringIO(text, newline=""))
        if found.error or found.key is not None
    ]
    assert [(found.key, found.key is None) for found in bindings(text)] == theirs
