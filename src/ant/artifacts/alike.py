"""Routes that differ in their names alone: their files are rendered once, then filled in.

A spec with thousands of routes has few kinds of them. That nothing but speed comes of it follows
from what a kind is: everything that a route has but its names and the values of its mocks.
"""

import re
from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable
from operator import itemgetter
from typing import NamedTuple

from ant.artifacts.registry import mock_files, render_modules, render_route
from ant.core.spec import Mock, Route, Subroute
from ant.rendering.wrap import WIDTH

FEW = 3
"""Routes of one kind, up to which a pattern costs more than it saves."""

# Letters that no name may have, so that in a pattern all of them stand for a name. In upper case
# they are others, and with an underscore the name of a class is not that of a file.
_ROUTE = "\N{LATIN SMALL LETTER THORN}_\N{LATIN SMALL LETTER THORN}"
_SUBROUTE = "\N{LATIN SMALL LETTER ENG}{}\N{LATIN SMALL LETTER ENG}"
_LETTERS = re.compile("[\N{LATIN SMALL LETTER THORN}\N{LATIN SMALL LETTER ENG}]", re.IGNORECASE)

_MORE = [name for name in Route._fields if name not in ("names", "method", "mock", "subroutes")]
_MORE_BELOW = [name for name in Subroute._fields if name not in ("name", "method", "mock")]

_ANY_MOCK = Mock(...)  # no JSON value: code that looks at it fails


class _Pattern(NamedTuple):
    """Paths and contents in turn, with gaps for the names."""

    pieces: list[str]
    """Texts and gaps in turn: every other piece is replaced by a name."""
    pick: Callable[[list[str]], tuple[str, ...]]
    """Gives from all names of a route those in the gaps."""
    room: int
    """The length that names may have for certain, without a line becoming too long."""

    def fill(self, route: Route) -> Iterable[tuple[str, bytes]] | None:
        """Return paths and contents for a route, None where a line would become too long."""
        names = _names(route)
        pieces = self.pieces.copy()
        pieces[1::2] = self.pick(names)
        text = "".join(pieces)
        if max(map(len, names)) > self.room and max(map(len, _lines(text))) > WIDTH:
            return None
        parts = text.split("\0")
        return zip(parts[::2], map(str.encode, parts[1::2]), strict=True)


def render_routes(routes: Iterable[Route]) -> dict[str, dict[str, bytes]]:
    """Return what ``render_route`` gives for each of some routes, by the names of the routes."""
    kinds = defaultdict(list)
    for route in routes:
        kinds[_kind(route)].append(route)
    rendered: dict[str, dict[str, bytes]] = {}
    for alike in kinds.values():
        first = alike[0].names
        is_plain = first.class_name == first.stem
        pattern = _pattern(alike[0]) if len(alike) > FEW and is_plain else None
        for route in alike:
            filled = pattern and pattern.fill(route)
            if filled is None:
                files = render_route(route)
            else:
                files = dict(filled)
                if route.is_mocked:
                    files.update(mock_files(route))
            rendered[route.names.text] = files
    return rendered


def _kind(route: Route) -> Hashable:
    """All that may show in the modules of a route but names; what we do not know of counts too."""
    below = [
        (
            subroute.method,
            subroute.mock is None,
            *[repr(getattr(subroute, name)) for name in _MORE_BELOW],
        )
        for subroute in route.subroutes
    ]
    more = [repr(getattr(route, name)) for name in _MORE]
    is_plain = route.names.class_name == route.names.stem
    return (type(route.names), is_plain, route.method, route.mock is None, *below, *more)


def _pattern(route: Route) -> _Pattern | None:
    """Return the pattern of a kind of route, None for one that is not understood."""
    model = _stand_in(route)
    files = render_modules(model)
    text = "\0".join(part for path in files for part in (path, files[path].decode()))
    names = _names(model)
    gap = re.compile(f"({'|'.join(names)})")
    pieces = gap.split(text)
    gaps = pieces[1::2]
    has_own_form = any(map(_LETTERS.search, pieces[::2]))  # of a name, which is none of the three
    is_broken = "(\n" in text  # a line that is too long already; where, the names would decide
    if has_own_form or is_broken or text.count("\0") != 2 * len(files) - 1:
        return None
    return _Pattern(
        pieces,
        itemgetter(*map(names.index, gaps)),
        min(_room(line, gap.findall(line)) for line in _lines(text)),
    )


def _stand_in(route: Route) -> Route:
    """A route of the same kind, with names that mark their positions in the text."""
    subroutes = [
        subroute._replace(name=_SUBROUTE.format(number), mock=subroute.mock and _ANY_MOCK)
        for number, subroute in enumerate(route.subroutes)
    ]
    return route._replace(
        names=type(route.names)(_ROUTE), mock=route.mock and _ANY_MOCK, subroutes=tuple(subroutes)
    )


def _names(route: Route) -> list[str]:
    """The names of a route in all forms that its files use."""
    text = route.names.text
    below = [subroute.name for subroute in route.subroutes]
    return [text, text.capitalize(), route.names.class_name, *below]


def _lines(text: str) -> list[str]:
    return text.replace("\0", "\n").split("\n")


def _room(line: str, gaps: list[str]) -> int:
    return (WIDTH - len(line) + sum(map(len, gaps))) // len(gaps) if gaps else WIDTH
