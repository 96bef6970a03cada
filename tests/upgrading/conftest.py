"""Other versions of ant: what generates otherwise, under the same number and under a later one."""

import importlib.util
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing
from pathlib import Path

import pytest

from support.altered import Alteration, altered_copy, with_one_more_line
from support.layered import add_a_layer, generate_more
from support.runners import Done, Forked

NEXT, LATER = "999.0.0", "999.1.0"

Version = Callable[..., Done]
"""Runs the command of one version: ``version(project, "generate", "route", "users")``."""


@pytest.fixture(scope="session")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Callable[..., Version]]:
    """Makes another version from an alteration of the templates and a number."""
    site = importlib.util.find_spec("yaml")
    assert site and site.origin
    place = Path(site.origin).parent.parent
    with ExitStack() as stack:

        def install(
            alter: Alteration,
            version: str | None = None,
            also: Callable[[Path], None] = lambda _package: None,
        ) -> Version:
            folder = altered_copy(tmp_path_factory.mktemp("version"), alter, version)
            also(folder / "ant")
            return stack.enter_context(closing(Forked(place, "ant.cli.main", folder))).run

        yield install


def unaltered(_name: str, text: str) -> str:
    """Leave a template as it is."""
    return text


@pytest.fixture(scope="session")
def altered(installed: Callable[..., Version]) -> Version:
    """The same number with every template altered, as a tree between two releases has it."""
    return installed(with_one_more_line)


@pytest.fixture(scope="session")
def newer(installed: Callable[..., Version]) -> Version:
    """A later version with every template altered."""
    return installed(with_one_more_line, NEXT)


@pytest.fixture(scope="session")
def only_newer(installed: Callable[..., Version]) -> Version:
    """A later version that generates the same."""
    return installed(unaltered, NEXT)


@pytest.fixture(scope="session")
def layered(installed: Callable[..., Version]) -> Version:
    """A later version with another layer, file, setting and column type, and one file fewer."""
    return installed(unaltered, LATER, generate_more)


@pytest.fixture(scope="session")
def with_policies(installed: Callable[..., Version]) -> Version:
    """A later version with another layer, and nothing else that is new."""
    return installed(unaltered, LATER, add_a_layer)
