"""Break the lines that a long name makes too long, as ``ruff format`` would."""

WIDTH = 100


def wrap_long_lines(text: str) -> str:
    """Return the text with its long imports, definitions, assignments and returns broken.

    It knows the shapes that our templates have: a statement on one line that ends with a bracket,
    or with what follows the bracket in a definition.
    """
    lines = text.splitlines(keepends=True)
    if not any(map(_is_long, lines)):
        return text
    return "".join(_broken(line) if _is_long(line) else line for line in lines)


def _is_long(line: str) -> bool:
    return len(line.rstrip("\n")) > WIDTH


def _broken(line: str) -> str:
    body = line.rstrip("\n")
    indent = body[: len(body) - len(body.lstrip())]
    if body.startswith("from "):
        module, names = body.split(" import ")
        return _block(f"{module} import (", [f"    {name}," for name in names.split(", ")], ")")
    if ")" not in body:
        return line
    close = body.rindex(")")
    start = _opening(body, close)
    head, inside, tail = body[: start + 1], body[start + 1 : close], body[close:]
    target, _, value = body.strip().partition(" = ")
    fits = len(indent) + 4 + len(value) <= WIDTH
    if (not inside or (len(head) > WIDTH and fits)) and " = " in head:
        # Nothing is gained by breaking there, so the whole right-hand side goes into brackets.
        return _block(f"{indent}{target} = (", [f"{indent}    {value}"], f"{indent})")
    if not inside:
        return line
    parts = _arguments(inside)
    if len(indent) + 4 + len(inside) > WIDTH and len(parts) > 1:
        return _block(head, [f"{indent}    {part}," for part in parts], f"{indent}{tail}")
    comma = "," if body.lstrip().startswith("def ") and len(parts) == 1 else ""
    inner = f"{indent}    {inside}{comma}"
    left, plus, right = inner.partition(" + ")
    if plus and len(inner) > WIDTH and "(" not in inner:
        return _block(head, [left, f"{indent}    + {right}"], f"{indent}{tail}")
    return _block(head, [wrap_long_lines(f"{inner}\n").rstrip("\n")], f"{indent}{tail}")


def _arguments(inside: str) -> list[str]:
    """What commas part, but for those within brackets."""
    parts = [""]
    for piece in inside.split(", "):
        is_open = parts[-1].count("(") > parts[-1].count(")")
        parts[-1:] = [f"{parts[-1]}, {piece}"] if is_open else [*filter(None, parts[-1:]), piece]
    return parts


def _opening(text: str, close: int) -> int:
    depth = 0
    for position in range(close, -1, -1):
        depth += {")": 1, "(": -1}.get(text[position], 0)
        if depth == 0:
            return position
    raise ValueError(f"no bracket opens in {text!r}")


def _block(head: str, lines: list[str], tail: str) -> str:
    return "\n".join([head, *lines, tail]) + "\n"
