"""What all our SVG pictures have in common: colours for light and dark, words, and a frame."""

from xml.sax.saxutils import escape, quoteattr

from ant.rendering.pictures.packing import Size

MARGIN = 28
HEAD, PAD = 32.0, 12.0
"""The height of the head of a box, and the space beside what is in one."""
FONT = "system-ui, -apple-system, 'Segoe UI', Roboto, 'Helvetica Neue', Arial, sans-serif"

_LIGHT = {
    "paper": "#ffffff", "card": "#ffffff", "line": "#d0d7de", "wire": "#818b98", "head": "#e7f1fd",
    "ink": "#1f2328", "faint": "#656d76", "strong": "#0550ae", "quiet": "#f3f5f7",
    "get": "#0969da", "post": "#1a7f37", "put": "#9a6700", "patch": "#8250df", "delete": "#cf222e",
}  # fmt: skip
_DARK = {
    "paper": "#0d1117", "card": "#151b23", "line": "#3d444d", "wire": "#8b949e", "head": "#12325a",
    "ink": "#e6edf3", "faint": "#9198a1", "strong": "#a5d6ff", "quiet": "#212830",
    "get": "#58a6ff", "post": "#3fb950", "put": "#d29922", "patch": "#bc8cff", "delete": "#ff7b72",
}  # fmt: skip


def svg(title: str, description: str, size: Size, parts: list[str]) -> str:
    """Return a whole SVG file: ``parts`` are elements, drawn within a margin."""
    width, height = (f"{side + 2 * MARGIN:.0f}" for side in size)
    lines = [
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}" '
        f'viewBox="0 0 {width} {height}" role="img" aria-labelledby="title description">',
        element("title", title, id="title"),
        element("desc", description, id="description"),
        f"<style>\n{_style()}</style>",
        '<rect class="paper" width="100%" height="100%"/>',
        f'<g transform="translate({MARGIN} {MARGIN})">',
        *parts,
        "</g>",
        "</svg>",
    ]
    return "".join(f"{line}\n" for line in lines)


def element(name: str, text: str = "", inner: str = "", **attributes: object) -> str:
    """Return an element; a name that ends with ``_``, as ``class_`` does, is one without it."""
    written = "".join(
        f" {key.rstrip('_').replace('_', '-')}={quoteattr(_shown(value))}"
        for key, value in attributes.items()
    )
    content = inner + escape(text)
    return f"<{name}{written}>{content}</{name}>" if content else f"<{name}{written}/>"


def card(name: str, spot: tuple[float, float], size: Size, rows: list[str], **classes: str) -> str:
    """Return a box whose head has its name; ``classes`` are those of ``head`` and ``edge``."""
    width, height = size
    corner = f"M0 {HEAD:g}V8a8 8 0 0 1 8-8h{width - 16:g}a8 8 0 0 1 8 8v{HEAD - 8:g}z"
    inner = [
        element("title", name),
        element("rect", class_="card", width=width, height=height, rx=8),
        element("path", class_=classes["head"], d=corner),
        element("rect", class_=classes["edge"], width=width, height=height, rx=8),
        element("text", name, class_="title ink", x=PAD, y=HEAD / 2 + 5),
        *rows,
    ]
    transform = f"translate({spot[0]:g} {spot[1]:g})"
    return element("g", inner="\n".join(["", *inner, ""]), transform=transform)


def _shown(value: object) -> str:
    return f"{value:.1f}".removesuffix(".0") if isinstance(value, float) else str(value)


def _style() -> str:
    dark = "".join(f"  {line}\n" for line in _rules(_DARK))
    light = "".join(f"{line}\n" for line in _rules(_LIGHT))
    fixed = (
        f"text {{ font: 13px {FONT}; }}\n"
        ".name, .title { font-weight: 600; } .title { font-size: 14px; }\n"
        ".small { font-size: 11px; } .key { font-size: 10.5px; font-weight: 700; }\n"
        ".end { text-anchor: end; } .middle { text-anchor: middle; }\n"
        ".wire { fill: none; stroke-width: 1.4; } .between { stroke-dasharray: 5 3; }\n"
    )
    return f"{fixed}{light}@media (prefers-color-scheme: dark) {{\n{dark}}}\n"


def _rules(colours: dict[str, str]) -> list[str]:
    of = colours.__getitem__
    methods = [
        f".{method} {{ fill: {of(method)}; }}"
        for method in ("get", "post", "put", "patch", "delete")
    ]
    return [
        f".paper {{ fill: {of('paper')}; }} .card {{ fill: {of('card')}; }}",
        f".head {{ fill: {of('head')}; }} .quiet {{ fill: {of('quiet')}; }}",
        f".edge {{ fill: none; stroke: {of('line')}; }} .rule {{ stroke: {of('line')}; }}",
        f".wire {{ stroke: {of('wire')}; }} .ring {{ fill: {of('paper')}; }}",
        f".ink {{ fill: {of('ink')}; }} .faint {{ fill: {of('faint')}; }}",
        f".strong {{ fill: {of('strong')}; }}",
        " ".join(methods),
    ]
