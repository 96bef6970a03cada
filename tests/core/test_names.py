"""Names: what a project may be called, and what follows from it."""

import pytest

from ant.core.errors import InvalidName
from ant.core.names.identifiers import LONGEST_PROJECT_NAME, parse_project_name


@pytest.mark.parametrize("text", ["my-api", "My.API", "shop_2", "_x", "9lives", "a" * 100])
def test_a_usable_name_is_kept_as_it_is(text: str) -> None:
    assert parse_project_name(text).text == text


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("", "it is empty"),
        ("a" * (LONGEST_PROJECT_NAME + 1), "longer than 100 characters"),
        ("a/b", "not a path"),
        ("/etc/x", "not a path"),
        ("..\\x", "not a path"),
        ("..", "begins with '.'"),
        (".", "begins with '.'"),
        (".git", "begins with '.'"),
        ("-x", "begins with '-'"),
        ("my api", "contains a space"),
        ("café", "contains 'é'"),
        ("ﬁeld", "contains 'ﬁ'"),
        ("a\x1b[31m", "contains an escape character"),
        ("a\0b", "contains a null character"),
        ("a\n", "contains a line break"),
        ("~", "contains '~'"),
        ("C:", "contains ':'"),
        ("x.", "ends with '.'"),
        ("a..b", "contains '..'"),
        ("Con", "Windows reserves it"),
        ("com1.txt", "Windows reserves it"),
    ],
)
def test_an_unusable_name_is_refused_with_the_reason(text: str, reason: str) -> None:
    with pytest.raises(InvalidName) as caught:
        parse_project_name(text)
    message = str(caught.value)
    assert message.startswith("Invalid project name ")
    assert reason in message
    assert all(char.isprintable() or char == "\n" for char in message)


@pytest.mark.parametrize(
    ("text", "slug", "database"),
    [
        ("my-api", "my-api", "my_api"),
        ("My.API", "my-api", "my_api"),
        ("a__b--c", "a-b-c", "a_b_c"),
        ("123", "123", "db_123"),
        ("___", "api", "api"),
    ],
)
def test_slug_and_database_fit_docker_and_postgresql(text: str, slug: str, database: str) -> None:
    name = parse_project_name(text)
    assert (name.slug, name.database) == (slug, database)
