"""The URLs of a project as SVG: a card for each route, with the methods of each URL."""

from ant.rendering.pictures.canvas import HEAD, PAD, card, element, svg
from ant.rendering.pictures.measure import width_of
from ant.rendering.pictures.packing import Size, Spot, packed
from ant.rendering.pictures.urls import Group, Url

ROW, GAP = 26.0, 24.0
TEXT, SMALL = 13.0, 10.5
SPACE = 20.0
"""Between a URL and its methods."""


def urls_svg(name: str, groups: tuple[Group, ...]) -> str:
    """Return the picture of a project's URLs, as an SVG file."""
    width = max(_width(group) for group in groups)
    sizes = [Size(width, HEAD + ROW * len(group.urls) + 6) for group in groups]
    spots, size = packed(sizes, GAP)
    cards = [_card(*card) for card in zip(groups, spots, sizes, strict=True)]
    return svg(f"Routes of {name}", _described(groups), size, cards)


def _described(groups: tuple[Group, ...]) -> str:
    """The picture in words."""
    urls = [f"{' '.join(url.methods)} {url.path}" for group in groups for url in group.urls]
    return f"{', '.join(urls)}."


def _width(group: Group) -> float:
    rows = [width_of(url.path, TEXT) + SPACE + _methods_width(url) for url in group.urls]
    title = width_of(group.name, 14, bold=True)
    return round(max(*rows, title) + 2 * PAD, 0)


def _methods_width(url: Url) -> float:
    return sum(_method_width(method) + 8 for method in url.methods) - 8


def _method_width(method: str) -> float:
    return width_of(method, SMALL, bold=True)


def _card(group: Group, spot: Spot, size: Size) -> str:
    rows = [_row(url, number, size.width) for number, url in enumerate(group.urls)]
    head = "quiet" if group.name == "default" else "head"
    return card(group.name, spot, size, rows, head=head, edge="edge")


def _row(url: Url, number: int, width: float) -> str:
    y = HEAD + ROW * number + ROW / 2 + 7
    parts = [element("text", url.path, class_="ink", x=PAD, y=y)]
    end = width - PAD
    for method in reversed(url.methods):
        parts.append(element("text", method, class_=f"key end {method.lower()}", x=end, y=y))
        end -= _method_width(method) + 8
    return "".join(parts)
