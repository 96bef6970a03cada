"""Add and remove imports in an edited file."""

import ast
from collections.abc import Callable

from ant.python_source.imports import Imported, imported_names, imports_of
from ant.python_source.source import (
    BlockPath,
    Source,
    SourceLocation,
    after_last_line,
    always_runs,
    first_line,
    walk_blocks,
)
from ant.reconcile.editing.edit import Unproved, edited, insert, remove, replace
from ant.reconcile.refusal import EditRefused
from ant.reconcile.renaming.local_names import imports_needed, is_free, name_of_import, names_of
from ant.reconcile.semantic_diff import Unit

FromImport = tuple[BlockPath, int, ast.ImportFrom]
WIDTH = 100


def with_imports(
    source: Source, rendered: Source, unit: Unit, locate: Callable[[Source], SourceLocation]
) -> Source:
    """Import the names that a unit needs; raise ``EditRefused`` or ``Unproved``."""
    location, eager = locate(source), unit.is_eager
    for name, target in imports_needed(unit, rendered).items():
        if name_of_import(source, location, name, rendered, eager=eager) is None:
            if not is_free(source, location, name, eager=eager):
                raise EditRefused(f"'{name}' already means something else")
            alias = name if len(names_of(target, rendered)) > 1 else None
            source = add_import(source, rendered, target, location.path, alias)
            location = locate(source)
    return source


def add_import(
    source: Source, rendered: Source, target: Imported, user: BlockPath, alias: str | None = None
) -> Source:
    """Import a name for a statement in the block ``user``; raise ``EditRefused`` or ``Unproved``.

    ``alias`` is what it is to be called where that is not for people to choose.
    """
    if target.name is None or alias not in (None, target.name):
        return _beside_neighbour(source, rendered, target, alias)
    imports = _from_imports(source)
    visible = [statement for statement in imports if user[: len(statement[0])] == statement[0]]
    same = [statement for statement in visible if statement[2].module == target.module]
    if len(same) == 1 and target.name:
        try:
            return _extend(source, same[0], target.name)
        except Unproved:
            path, index, _ = same[0]
            return insert(source, SourceLocation(path, index + 1), str(target))
    package = target.module.partition(".")[0]
    packages = [(statement.module or "").partition(".")[0] for *_, statement in visible]
    relatives = [
        statement for statement, name in zip(visible, packages, strict=True) if name == package
    ]
    if relatives:
        return insert(source, _sorted_location(relatives, target.module), str(target))
    return _beside_neighbour(source, rendered, target, alias)


def remove_import(source: Source, unwanted: Imported) -> Source:
    """Remove a name from its import, and an import that has no names left.

    Where functions import it as well, the import of the module is the one that is changed. Raises
    ``Unproved`` where it is under a condition, or in a layout that cannot be kept.
    """
    if unwanted.name is None:
        return _without_module(source, unwanted)
    found = [
        (path, index, node, number)
        for path, index, node in _from_imports(source)
        for number, (_, imported) in enumerate(imported_names(node))
        if imported == unwanted
    ]
    if len(found) > 1:
        found = [entry for entry in found if not entry[0]]
    if len(found) != 1 or any(alias.name == "*" for alias in found[0][2].names):
        raise Unproved
    path, index, node, number = found[0]
    if len(node.names) == 1:
        _refuse_comments(source.lines[first_line(node) : after_last_line(node)])
        return remove(source, SourceLocation(path, index))
    return _without_alias(source, (path, index, node), number)


def _without_module(source: Source, unwanted: Imported) -> Source:
    """Remove ``import module`` or ``import module as name`` at the top of a file."""
    found = [
        index
        for index, node in enumerate(source.tree.body)
        if isinstance(node, ast.Import)
        and [imported for _, imported in imported_names(node)] == [unwanted]
    ]
    if len(found) != 1:
        raise Unproved
    node = source.tree.body[found[0]]
    _refuse_comments(source.lines[first_line(node) : after_last_line(node)])
    return remove(source, SourceLocation((), found[0]))


def _from_imports(source: Source) -> list[FromImport]:
    """The imports that always run when their module or function does."""
    return [
        (path, index, node)
        for path, block in walk_blocks(source.tree)
        for index, node in enumerate(block)
        if isinstance(node, ast.ImportFrom) and node.level == 0 and _always(source, path)
    ]


def _always(source: Source, path: BlockPath) -> bool:
    owners = [source.owner(path[: depth + 1]) for depth in range(len(path))]
    return all(
        step == "body" and (isinstance(owner, ast.FunctionDef) or always_runs(owner))
        for owner, (_, step) in zip(owners, path, strict=True)
    )


def _sorted_location(relatives: list[FromImport], module: str) -> SourceLocation:
    """In the block that has most of them, behind the last that sorts before it."""
    paths = [path for path, _, _ in relatives]
    most = max(paths, key=paths.count)
    in_block = [(index, node.module or "") for path, index, node in relatives if path == most]
    smaller = [index for index, name in in_block if name < module]
    if smaller:
        return SourceLocation(most, smaller[-1] + 1)
    return SourceLocation(most, in_block[0][0], "next")


def _extend(source: Source, found: FromImport, name: str) -> Source:
    """Add a name to an import: on its line, or on a line of its own like the other names.

    A line that would be too long becomes several, as formatters write them.
    """
    path, index, node = found
    location = SourceLocation(path, index)
    aliases = node.names
    number = next(
        (index for index, alias in enumerate(aliases) if _isort_key(alias.name) > _isort_key(name)),
        len(aliases),
    )
    near = aliases[number - 1 if number else 0]
    line = near.lineno - 1
    raw = source.lines[line].encode()
    if first_line(node) == after_last_line(node) - 1:
        at = (near.end_col_offset or 0) if number else near.col_offset
        text = f", {name}" if number else f"{name}, "
        first, new = line, [(raw[:at] + text.encode() + raw[at:]).decode()]
        if len(new[0].rstrip("\r\n")) > max(WIDTH, len(source.lines[line].rstrip("\r\n"))):
            if source.lines[line].strip() != ast.unparse(node):
                raise Unproved
            longer = _with(node, [*aliases[:number], ast.alias(name), *aliases[number:]])
            return replace(source, location, _in_lines(longer))
    elif _stands_alone(node, near):
        indent = raw[: near.col_offset].decode()
        own = f"{indent}{name},{source.newline_at(line)}"
        first, new = line, [source.lines[line], own] if number else [own, source.lines[line]]
    else:
        raise Unproved
    names = [*aliases[:number], ast.alias(name), *aliases[number:]]
    return edited(source, location, (first, first + 1, new), [_with(node, names)], 1)


def _without_alias(source: Source, found: FromImport, number: int) -> Source:
    path, index, node = found
    location = SourceLocation(path, index)
    alias, line = node.names[number], node.names[number].lineno - 1
    raw = source.lines[line].encode()
    others = [*node.names[:number], *node.names[number + 1 :]]
    shorter = _with(node, others)
    if _is_in_lines_for_length(source, node, shorter):
        return replace(source, location, ast.unparse(shorter))
    if _stands_alone(node, alias):
        _refuse_comments([source.lines[line]])
        new = []
    else:
        before, after = node.names[:number], node.names[number + 1 :]
        start, end = alias.col_offset, alias.end_col_offset or 0
        if before and before[-1].lineno == alias.lineno:
            start = before[-1].end_col_offset or 0
        elif after and after[0].lineno == alias.lineno:
            end = after[0].col_offset
        else:
            raise Unproved
        new = [(raw[:start] + raw[end:]).decode()]
    return edited(source, location, (line, line + 1, new), [shorter], 1)


def _in_lines(node: ast.ImportFrom) -> str:
    """An import with a line for each name."""
    names = "".join(f"    {ast.unparse(alias)},\n" for alias in node.names)
    return f"from {node.module} import (\n{names})"


def _is_in_lines_for_length(source: Source, node: ast.ImportFrom, shorter: ast.ImportFrom) -> bool:
    """Whether an import has several lines that it no longer needs without some names."""
    lines = [line.strip() for line in source.lines[first_line(node) : after_last_line(node)]]
    room = WIDTH - node.col_offset
    return lines == [line.strip() for line in _in_lines(node).split("\n")] and len(
        ast.unparse(shorter)
    ) <= room < len(ast.unparse(node))


def _stands_alone(node: ast.ImportFrom, alias: ast.alias) -> bool:
    """Whether a name has a line of its own in an import of several lines."""
    neighbours = [name.lineno for name in node.names if name is not alias]
    ends = {first_line(node) + 1, after_last_line(node)}
    return alias.lineno not in {*neighbours, *ends}


def _with(node: ast.ImportFrom, aliases: list[ast.alias]) -> ast.ImportFrom:
    return ast.ImportFrom(node.module, aliases, node.level)


def _refuse_comments(lines: list[str]) -> None:
    if any("#" in line for line in lines):
        raise Unproved


def _isort_key(name: str) -> tuple[int, str]:
    """Constants, then classes, then the rest, as isort orders them by type."""
    kind = 0 if name.isupper() and len(name) > 1 else 1 if name[:1].isupper() else 2
    return kind, name


def _beside_neighbour(
    source: Source, rendered: Source, target: Imported, alias: str | None
) -> Source:
    """The position beside its neighbour in the rendering, in the same group where there is one."""
    order = [node for node in rendered.tree.body if isinstance(node, ast.Import | ast.ImportFrom)]
    position, local = next(
        (position, name)
        for position, node in enumerate(order)
        for name, imported in imported_names(node)
        if imported == target and alias in (None, name)
    )
    text = str(target)
    if (alias or target.name is None) and local != (target.name or target.module):
        text = f"{target} as {local}"
    indexes = _module_indexes(source)
    choices = []
    for node in reversed(order[:position]):
        if _module_of(node) in indexes:
            gap = _gap(rendered, order[order.index(node) + 1 : position + 1])
            choices.append((gap, SourceLocation((), indexes[_module_of(node)] + 1)))
            break
    for node in order[position + 1 :]:
        if _module_of(node) in indexes:
            gap = _gap(rendered, order[position + 1 : order.index(node) + 1])
            choices.append((gap, SourceLocation((), indexes[_module_of(node)], "next")))
            break
    if not choices and not imports_of(source.tree.body):
        is_documented = ast.get_docstring(source.tree) is not None
        choices = [(1, SourceLocation((), int(is_documented)))]
    if not choices:
        raise EditRefused("the file imports nothing beside which it would belong")
    gap, location = min(choices, key=lambda choice: choice[0])
    return insert(source, location, text, gap)


def _module_indexes(source: Source) -> dict[str, int]:
    """Where modules are imported at the top of a file."""
    found = {_module_of(node): index for path, index, node in _from_imports(source) if not path}
    for index, node in enumerate(source.tree.body):
        if isinstance(node, ast.Import) and len(node.names) == 1:
            found[_module_of(node)] = index
    return found


def _module_of(node: ast.Import | ast.ImportFrom) -> str:
    """The module of an import, with a mark for ``import module``."""
    return node.module or "" if isinstance(node, ast.ImportFrom) else f"import {node.names[0].name}"


def _gap(rendered: Source, nodes: list[ast.Import | ast.ImportFrom]) -> int:
    """The blank lines before any of these in the rendering: 1, or 0."""
    return int(any(not rendered.lines[first_line(node) - 1].strip() for node in nodes))


def imports_module(source: Source, module: str) -> bool:
    """Whether a module is imported anywhere in a file, in whatever spelling."""
    package, _, last = module.rpartition(".")
    for node in ast.walk(source.tree):
        if isinstance(node, ast.ImportFrom) and not node.level:
            names = {alias.name for alias in node.names}
            if node.module == module or (node.module == package and last in names):
                return True
        elif isinstance(node, ast.Import) and module in {alias.name for alias in node.names}:
            return True
    return False
