"""Requirements are merged one by one, whatever their order and spelling."""

import pytest

from ant.reconcile.texts.merge_text import merge_text

OLD = """\
# What the code imports.
alembic>=1.20,<2
Flask>=3.1,<4
psycopg[binary]>=3.3,<4
PyJWT>=2.15,<3
"""


def edited(*replacements: tuple[str, str], text: str = OLD) -> str:
    for old, new in replacements:
        assert text.count(old) == 1, old
        text = text.replace(old, new)
    return text


def merge(mine: str, ours: str, old: str = OLD) -> tuple[str, list[str | None]]:
    """The content, and where the problems are."""
    result = merge_text("requirements.txt", mine.encode(), old.encode(), ours.encode())
    return result.content.decode(), [problem.where for problem in result.problems]


def test_a_lock_that_somebody_has_written_anew_stays_whole() -> None:
    old, mine, new = (
        f"a=={number} \\\n    --hash=sha256:{number}\n".encode() for number in (1, 2, 3)
    )
    assert merge_text("requirements.lock", mine, old, new) == (mine, (), False)
    assert merge_text("requirements.lock", old, old, new) == (new, (), False)


@pytest.mark.parametrize(
    ("mine", "ours", "result"),
    [
        # Somebody's requirements, pins, removals and order stay.
        (OLD + "redis>=5\n", edited(("3.1,<4", "3.2,<4")),
         edited(("3.1,<4", "3.2,<4")) + "redis>=5\n"),
        (edited(("3.1,<4", "3.1.9")), edited(("2.15", "2.16")),
         edited(("3.1,<4", "3.1.9"), ("2.15", "2.16"))),
        (edited(("alembic>=1.20,<2\n", "")), edited(("1.20", "1.21"), ("2.15", "2.16")),
         edited(("alembic>=1.20,<2\n", ""), ("2.15", "2.16"))),
        ("PyJWT>=2.15,<3\nFlask>=3.1,<4\n", edited(("2.15", "2.16")),
         "PyJWT>=2.16,<3\nFlask>=3.1,<4\n"),
        # Lines side by side are no matter.
        (edited(("Flask>=3.1", "Flask>=3.1.1")), edited(("1.20", "1.21"), ("3.3", "3.4")),
         edited(("Flask>=3.1", "Flask>=3.1.1"), ("1.20", "1.21"), ("3.3", "3.4"))),
        # What is only spelt otherwise is unchanged; a remark stays with its requirement.
        (edited(("Flask>=3.1,<4", "flask <4, >= 3.1  # mine")), edited(("3.1,<4", "3.2,<4")),
         edited(("Flask>=3.1,<4", "Flask>=3.2,<4  # mine"))),
        (edited(("PyJWT", "py_jwt")), edited(("2.15", "2.16")), edited(("PyJWT", "py_jwt"))),
        (edited(("psycopg", "# mine\npsycopg")), edited(("3.3", "3.4")),
         edited(("psycopg[binary]>=3.3", "# mine\npsycopg[binary]>=3.4"))),
        # What is new stands behind what it stands behind; what both added alike is there once.
        (OLD, edited(("Flask", "# New.\nblinker\nFlask")),
         edited(("Flask", "# New.\nblinker\nFlask"))),
        (OLD + "mine\n", OLD + "ours\n", OLD + "ours\nmine\n"),
        (OLD + "Blinker >=1\n", edited(("Flask", "blinker>=1\nFlask")), OLD + "Blinker >=1\n"),
        (OLD[OLD.index("psy"):], edited(("Flask", "a\nFlask")), "a\n" + OLD[OLD.index("psy"):]),
        # What is removed takes the comment along that came with it, and no other one.
        (edited(("PyJWT", "# mine\nPyJWT")) + "x\n", edited(("PyJWT>=2.15,<3\n", "")),
         edited(("PyJWT>=2.15,<3\n", "# mine\nx\n"))),
        # Options, paths and addresses are lines of their own.
        ("-r base.txt\n--index-url https://a\n" + OLD, edited(("2.15", "2.16")),
         "-r base.txt\n--index-url https://a\n" + edited(("2.15", "2.16"))),
        (OLD + "-e .\n./local\ngit+https://a/b#egg=Flask\n", edited(("Flask>=3.1", "Flask>=3.2")),
         edited(("Flask>=3.1", "Flask>=3.2")) + "-e .\n./local\ngit+https://a/b#egg=Flask\n"),
    ],
)  # fmt: skip
def test_what_is_clear(mine: str, ours: str, result: str) -> None:
    assert merge(mine, ours) == (result, [])
    assert merge(mine.replace("\n", "\r\n"), ours) == (result.replace("\n", "\r\n"), [])
    assert merge(mine.rstrip("\n"), ours) == (result.rstrip("\n"), [])


@pytest.mark.parametrize(
    ("mine", "ours"),
    [
        (("Flask>=3.1,<4", "Flask==3.1.4"), ("Flask>=3.1", "Flask>=3.2")),
        (("Flask>=3.1,<4", "flask>=3.1,<4 --hash=sha256:ab"), ("Flask>=3.1", "Flask>=3.2")),
        (("Flask>=3.1,<4", "flask>=3.1,<4 \\\n  --hash=sha256:ab"), ("Flask>=3.1", "Flask>=3.2")),
        (("Flask>=3.1,<4", "Flask @ https://a/b.whl"), ("Flask>=3.1", "Flask>=3.2")),
        (("Flask>=3.1,<4", "Flask[async]>=3.1,<4"), ("Flask>=3.1", "Flask>=3.2")),
        (("Flask>=3.1,<4", "Flask>=3.1,<4; python_version>'3.11'"), ("Flask>=3.1", "Flask>=3.2")),
        (("Flask>=3.1,<4", "Flask==3.1.4"), ("Flask>=3.1,<4\n", "")),
        (("alembic", "new>=1\nalembic"), ("PyJWT", "new>=2\nPyJWT")),
    ],
)
def test_a_requirement_that_both_changed_is_a_problem_and_the_rest_is_merged(
    mine: tuple[str, str], ours: tuple[str, str]
) -> None:
    text = edited(mine, ("2.15,<3", "2.15.1"))
    content, where = merge(text, edited(ours, ("3.3", "3.4")))
    assert content == edited(("3.3", "3.4"), text=text)
    line = 2 if "new" in mine[1] else 3
    assert where == [f"requirements.txt, line {line}"]


def test_a_problem_shows_what_stands_there_and_what_is_wanted() -> None:
    mine = edited(("Flask>=3.1,<4", "flask==3.1.4  # mine"))
    ours = edited(("Flask>=3.1", "Flask>=3.2"))
    result = merge_text("requirements.txt", mine.encode(), OLD.encode(), ours.encode())
    assert str(result.problems[0]) == (
        "'requirements.txt' cannot be changed without risk: the requirement 'flask' is not as it "
        "was generated.\n  at requirements.txt, line 3\n  Here stands:\n    flask==3.1.4  # mine\n"
        "  Change it by hand to:\n    Flask>=3.2,<4"
    )


def test_one_package_for_several_pythons_is_told_apart_by_its_markers() -> None:
    old = 'a>=1; python_version<"3.12"\na>=2; python_version>="3.12"\nb\n'
    mine, ours = old.replace("a>=1", "a==1"), old.replace("a>=2", "a>=3")
    assert merge(mine, ours, old) == (mine.replace("a>=2", "a>=3"), [])


def test_a_requirement_that_stands_there_twice_is_not_guessed_at() -> None:
    mine = OLD + "flask>=3.1,<4\n"
    content, where = merge(mine, edited(("3.1,<4", "3.2,<4")))
    assert content == mine
    assert where


def test_the_comment_at_the_top_is_of_the_file_and_not_of_the_first_requirement() -> None:
    ours = edited(("alembic>=1.20,<2\n", "aiohttp\n"))
    assert merge(OLD, ours) == (ours, [])
    mine = edited(("# What the code imports.", "# What we import."), ("PyJWT", "# p\nPyJWT"))
    assert merge(mine, ours) == (edited(("alembic>=1.20,<2\n", "aiohttp\n"), text=mine), [])
