"""Add and remove imports where people keep theirs."""

import ast

from ant.reconcile.edit import Unproved, insert, remove, replace
from ant.reconcile.places import NoPlace
from ant.reconcile.source import Place, Source, Step, after_last_line, first_line, walk_blocks
from ant.reconcile.units import Imported

Way = tuple[Step, ...]
Found = tuple[Way, int, ast.ImportFrom]
WIDTH = 100


def add_import(source: Source, rendered: Source, wanted: Imported) -> Source:
    """Import a name as the rendering does; raise ``NoPlace`` or ``Unproved``."""
    statements = _from_imports(source)
    same = [each for each in statements if each[2].module == wanted.module]
    if same and wanted.name and len(same) == 1:
        try:
            return _extend(source, same[0], wanted.name)
        except Unproved:
            way, index, _ = same[0]
            return insert(source, Place(way, index + 1), str(wanted), 0)
    package = wanted.module.partition(".")[0]
    relatives = [each for each in statements if (each[2].module or "").partition(".")[0] == package]
    if relatives:
        return insert(source, _sorted_place(relatives, wanted.module), str(wanted), 0)
    return _beside_neighbour(source, rendered, wanted)


def remove_import(source: Source, unwanted: Imported) -> Source:
    """Take a name out of its import, and the import away where nothing is left of it."""
    for way, index, node in _from_imports(source):
        names = [alias.name for alias in node.names]
        if node.module != unwanted.module or unwanted.name not in names:
            continue
        if len(names) == 1:
            return remove(source, Place(way, index))
        kept = [alias for alias in node.names if alias.name != unwanted.name]
        return _rewritten(source, (way, index, node), kept)
    return source


def _from_imports(source: Source) -> list[Found]:
    return [
        (way, index, node)
        for way, block in walk_blocks(source.tree)
        for index, node in enumerate(block)
        if isinstance(node, ast.ImportFrom) and node.level == 0
    ]


def _sorted_place(relatives: list[Found], module: str) -> Place:
    """In the block that has most of them, behind the last that sorts before it."""
    ways = [way for way, _, _ in relatives]
    most = max(ways, key=ways.count)
    here = [(index, node.module or "") for way, index, node in relatives if way == most]
    smaller = [index for index, name in here if name < module]
    return Place(most, smaller[-1] + 1) if smaller else Place(most, here[0][0], "down")


def _extend(source: Source, found: Found, name: str) -> Source:
    _, _, node = found
    aliases = [*node.names, ast.alias(name)]
    return _rewritten(source, found, sorted(aliases, key=_isort_key))


def _isort_key(alias: ast.alias) -> tuple[int, str]:
    """Constants, then classes, then the rest, as isort orders them by type."""
    name = alias.name
    kind = 0 if name.isupper() and len(name) > 1 else 1 if name[:1].isupper() else 2
    return kind, name


def _rewritten(source: Source, found: Found, aliases: list[ast.alias]) -> Source:
    """The import with other names, unless it holds something that rewriting would lose."""
    way, index, node = found
    lines = source.lines[first_line(node) : after_last_line(node)]
    if any("#" in line or "\\" in line or ";" in line for line in lines):
        raise Unproved
    names = [f"{each.name} as {each.asname}" if each.asname else each.name for each in aliases]
    line = f"from {node.module} import {', '.join(names)}"
    if len(lines) > 1 or len(source.indent_of(node)) + len(line) > WIDTH:
        line = "\n".join([f"from {node.module} import (", *(f"    {each}," for each in names), ")"])
    return replace(source, Place(way, index), line)


def _beside_neighbour(source: Source, rendered: Source, wanted: Imported) -> Source:
    """Next to what stands next to it in the rendering, in the same group where there is one."""
    order = [node for node in rendered.tree.body if isinstance(node, ast.ImportFrom)]
    position = next(i for i, node in enumerate(order) if node.module == wanted.module)
    here = {node.module: index for way, index, node in _from_imports(source) if not way}
    choices = []
    for node in reversed(order[:position]):
        if node.module in here:
            gap = _gap(rendered, order[order.index(node) + 1 : position + 1])
            choices.append((gap, Place((), here[node.module] + 1)))
            break
    for node in order[position + 1 :]:
        if node.module in here:
            gap = _gap(rendered, order[position + 1 : order.index(node) + 1])
            choices.append((gap, Place((), here[node.module], "down")))
            break
    if not choices:
        raise NoPlace
    gap, place = min(choices, key=lambda choice: choice[0])
    return insert(source, place, str(wanted), gap)


def _gap(rendered: Source, nodes: list[ast.ImportFrom]) -> int:
    """Whether a blank line stands before any of these in the rendering: 1, or 0."""
    return int(any(not rendered.lines[first_line(node) - 1].strip() for node in nodes))
