"""A reference as a line: bars or a ring where one row is, a crow's foot where many are."""

from ant.rendering.pictures.canvas import element
from ant.rendering.pictures.model import Link
from ant.rendering.pictures.packing import Spot

STUB = 24.0
"""How far a line leaves a box before it turns: room for the mark of the cardinality."""
FOOT, WING, RING = 12.0, 5.5, 4.0


def wires_svg(links: tuple[Link, ...], paths: list[list[Spot]]) -> list[str]:
    """Return the lines of all references; several from one port of a parent share its end."""
    last = {path[0]: number for number, path in enumerate(paths)}  # no line runs over its end
    pairs = enumerate(zip(links, paths, strict=True))
    return [_wire(link, path, has_end=last[path[0]] == number) for number, (link, path) in pairs]


def _wire(link: Link, path: list[Spot], *, has_end: bool) -> str:
    """A line from the parent to the child, in words as well."""
    first, last = path[0], path[-1]
    is_loop = link.parent == link.child
    out = 1.0 if is_loop or path[1].x > first.x else -1.0
    back = 1.0 if is_loop or path[-2].x > last.x else -1.0
    line = _loop(first, last) if is_loop else _curve(path, out)
    count = "at most one" if link.single else "many"
    whole = "may be empty" if link.optional else "required"
    text = f"{link.label}: {link.child}.{link.column} to {link.parent} ({count}, {whole})"
    inner = [
        element("title", text),
        element("path", class_="wire", d=line),
        *(_one(first, out, optional=link.optional) if has_end else []),
        *(_one(last, back, optional=True) if link.single else _many(last, back)),
    ]
    return element("g", inner="".join(inner))


def _loop(start: Spot, end: Spot) -> str:
    """Out of a box on the right and back into it."""
    far = start.x + STUB
    reach = f"{far + 18:g}"
    return (
        f"M{start.x:g} {start.y:g}H{far:g}C{reach} {start.y:g} {reach} {end.y:g} {far:g} {end.y:g}"
        f"H{end.x:g}"
    )


def _curve(path: list[Spot], out: float) -> str:
    """Straight through the columns of boxes, and in a curve between them."""
    parts = [f"M{path[0].x:g} {path[0].y:g}"]
    for number in range(0, len(path), 2):
        one, other = path[number], path[number + 1]
        start = one.x + (out * STUB if number == 0 else 0)
        end = other.x - (out * STUB if number == len(path) - 2 else 0)
        middle = round((start + end) / 2, 1)
        parts.append(
            f"H{start:g}C{middle:g} {one.y:g} {middle:g} {other.y:g} {end:g} {other.y:g}"
            f"H{other.x:g}"
        )
    return "".join(parts)


def _one(at: Spot, way: float, *, optional: bool) -> list[str]:
    """Two bars for exactly one, a bar and a ring for none or one."""
    bar = _bar(at, way * 7)
    return [bar, _ring(at, way * 15)] if optional else [bar, _bar(at, way * 12)]


def _many(at: Spot, way: float) -> list[str]:
    """A crow's foot and a ring: any number."""
    tip = at.x + way * FOOT
    foot = f"M{at.x:g} {at.y - WING:g}L{tip:g} {at.y:g}L{at.x:g} {at.y + WING:g}"
    return [element("path", class_="wire", d=foot), _ring(at, way * (FOOT + RING))]


def _bar(at: Spot, shift: float) -> str:
    d = f"M{at.x + shift:g} {at.y - WING:g}v{2 * WING:g}"
    return element("path", class_="wire", d=d)


def _ring(at: Spot, shift: float) -> str:
    return element("circle", class_="wire ring", cx=at.x + shift, cy=at.y, r=RING)
