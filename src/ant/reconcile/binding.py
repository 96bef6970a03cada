"""Which names people gave to what generated code calls by its own names."""

import ast

from ant.reconcile.source import Source
from ant.reconcile.units import Imported, imports_of


def local_name(source: Source, wanted: Imported) -> str | None:
    """The name that a module imports something under, anywhere in it; None where it does not."""
    for node in ast.walk(source.tree):
        if isinstance(node, ast.Import | ast.ImportFrom):
            name = imports_of([node]).get(wanted)
            if name is not None:
                return name
    return None


def imports_module(source: Source, module: str) -> bool:
    """Whether importing this source imports a module, in whatever spelling."""
    package, _, last = module.rpartition(".")
    spellings = {Imported(module, None), Imported(package, last)}
    for node in ast.walk(source.tree):
        if isinstance(node, ast.ImportFrom) and node.module == module:
            return True
        if isinstance(node, ast.Import | ast.ImportFrom) and spellings & set(imports_of([node])):
            return True
    return False


def renames(rendered: Source, actual: Source) -> dict[str, str]:
    """How the names that a rendering uses are called in the file as it stands."""
    found = {}
    for wanted, name in imports_of(rendered.tree.body).items():
        actual_name = local_name(actual, wanted)
        if actual_name is not None and actual_name != name:
            found[name] = actual_name
    for name, call in _blueprints(rendered).items():
        actual_name = _same_blueprint(call, _blueprints(actual))
        if actual_name is not None and actual_name != name:
            found[name] = actual_name
    return found


def renamed(snippet: str, names: dict[str, str]) -> str:
    """The snippet with variables called by other names."""
    lines = snippet.split("\n")
    used = [
        node
        for node in ast.walk(ast.parse(snippet))
        if isinstance(node, ast.Name) and node.id in names
    ]
    for node in sorted(used, key=lambda each: (each.lineno, each.col_offset), reverse=True):
        line = lines[node.lineno - 1].encode()
        start, end = node.col_offset, node.col_offset + len(node.id)
        replaced = line[:start] + names[node.id].encode() + line[end:]
        lines[node.lineno - 1] = replaced.decode()
    return "\n".join(lines)


def binds(source: Source, name: str) -> bool:
    """Whether a module gives a name a meaning at its top level."""
    for node in source.tree.body:
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            if node.name == name:
                return True
        elif name in imports_of([node]).values():
            return True
        else:
            stored = (each for each in ast.walk(node) if isinstance(each, ast.Name))
            if any(each.id == name and isinstance(each.ctx, ast.Store) for each in stored):
                return True
    return False


def uses(source: Source, name: str) -> bool:
    """Whether a name is read anywhere in a module, a quoted annotation or ``__all__`` included."""
    for node in ast.walk(source.tree):
        if isinstance(node, ast.Name) and node.id == name and isinstance(node.ctx, ast.Load):
            return True
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and name in node.value:
            return True
    return False


def _blueprints(source: Source) -> dict[str, ast.Call]:
    found = {}
    for node in source.tree.body:
        if isinstance(node, ast.Assign | ast.AnnAssign) and isinstance(node.value, ast.Call):
            target = node.targets[0] if isinstance(node, ast.Assign) else node.target
            called = ast.unparse(node.value.func).rpartition(".")[2]
            kind = local_name(source, Imported("flask", "Blueprint")) or "Blueprint"
            if called in {kind, "Blueprint"} and isinstance(target, ast.Name):
                found[target.id] = node.value
    return found


def _same_blueprint(wanted: ast.Call, blueprints: dict[str, ast.Call]) -> str | None:
    for name, call in blueprints.items():
        if call.args[:1] and ast.dump(call.args[0]) == ast.dump(wanted.args[0]):
            return name
    return next(iter(blueprints)) if len(blueprints) == 1 else None
