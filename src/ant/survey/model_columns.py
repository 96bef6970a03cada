"""Which columns the models in a project's code have: their own, inherited, or set afterwards."""

import ast
from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

from ant.artifacts.paths import CODE, path_of
from ant.core.tree import Tree
from ant.python_source.blueprints import Module, Origin, parse_code
from ant.python_source.nodes import last_name, targets_of

_COLUMNS = {"mapped_column", "Column", "deferred"}
_NO_COLUMNS = {
    "relationship", "column_property", "synonym", "composite", "association_proxy",
    "query_expression", "dynamic_loader", "backref", "field", "ClassVar", "MetaData", "registry",
}  # fmt: skip
"""What makes an attribute of a model that is no column of its own."""

_WITHOUT_COLUMNS = {
    "sqlalchemy.orm", "typing", "typing_extensions", "abc", "enum", "collections.abc", "dataclasses"
}  # fmt: skip
"""Modules whose classes give a model no column."""

_BUILTINS = {"object", "Exception"}


class ColumnSource(NamedTuple):
    """Where a column comes from."""

    file: str
    line: int
    by: str
    """The class, or what sets it from outside."""
    text: str
    """The line."""


class Model(NamedTuple):
    """A class or a ``Table`` that maps a table of the database."""

    file: str
    line: int
    name: str
    own: dict[str, ColumnSource]
    """The columns in its own body."""
    others: dict[str, ColumnSource]
    """Those that it inherits or that are set from outside."""
    is_clear: bool
    """Whether nothing about it is beyond what can be seen without running it."""

    def source_of(self, column: str) -> ColumnSource | None:
        """Where a column comes from; None where it has none of this name."""
        return self.own.get(column) or self.others.get(column)


class Models:
    """The models in some code; what is imported is looked up in it."""

    def __init__(self, code: Tree) -> None:
        """Take the Python files of a project."""
        self._code = code
        self._parsed: dict[str, Module | None] = {}

    def of_table(self, table: str, class_name: str = "") -> list[Model]:
        """Return the models of a table, by a name in the code.

        A class is found by its own name as well where its table is unknown.
        """
        clues = [f"{quote}{table}{quote}".encode() for quote in "\"'"]
        clues += [f"class {class_name}".encode()] if class_name else []
        found = []
        for path, content in self._code.items():
            if path.startswith(CODE) and any(clue in content for clue in clues):
                module = self._module(path)
                if module is not None:
                    found += [*self._classes(module, table, class_name), *_tables(module, table)]
        return found

    def _classes(self, module: Module, table: str, class_name: str) -> Iterator[Model]:
        for node in ast.walk(module.tree):
            if isinstance(node, ast.ClassDef):
                named = _table_name(node, module)
                is_meant = named == table if named else node.name == class_name
                if is_meant and (named or _may_be_model(node)):
                    yield self._model(module, node)

    def _model(self, module: Module, node: ast.ClassDef) -> Model:
        own, is_clear = _columns_in(module, node)
        others: dict[str, ColumnSource] = {}
        for base, columns, clear in self._inherited(module, node, {id(node)}):
            is_clear = is_clear and clear
            others = {**columns, **others} if base else others
        is_clear = is_clear and all(map(_is_plain_decorator, node.decorator_list))
        for column, source in self._from_outside((module.name, node.name)):
            if column is None:
                is_clear = False
            else:
                others.setdefault(column, source)
        return Model(module.path, node.lineno, node.name, own, others, is_clear)

    def _inherited(
        self, module: Module, node: ast.ClassDef, seen: set[int]
    ) -> Iterator[tuple[bool, dict[str, ColumnSource], bool]]:
        """Each base: whether it is found, its columns, and whether all of it can be seen."""
        if node.keywords:
            yield False, {}, False
        for expression in node.bases:
            base = expression.value if isinstance(expression, ast.Subscript) else expression
            origin = module.origin(base)
            found = origin and self._class(origin)
            if found is None:
                known = origin is not None and (
                    origin[0] in _WITHOUT_COLUMNS
                    or (origin[0] == module.name and origin[1] in _BUILTINS)
                )
                yield False, {}, known or self._is_made_base(origin)
            elif id(found[1]) not in seen:
                seen.add(id(found[1]))
                columns, clear = _columns_in(*found)
                yield True, columns, clear
                yield from self._inherited(*found, seen)

    def _class(self, origin: Origin, depth: int = 8) -> tuple[Module, ast.ClassDef] | None:
        """The class that a dotted name means, wherever it is imported from."""
        module = self._module_named(origin[0])
        if module is None or not depth:
            return None
        for node in module.tree.body:
            if isinstance(node, ast.ClassDef) and node.name == origin[1]:
                return module, node
        full = module.imported.get(origin[1], "")
        head, _, name = full.rpartition(".")
        return self._class((head, name), depth - 1) if head else None

    def _is_made_base(self, origin: Origin | None) -> bool:
        """Whether it is a variable with what ``declarative_base()`` returns."""
        module = origin and self._module_named(origin[0])
        return module is not None and any(
            isinstance(node, ast.Assign)
            and isinstance(node.value, ast.Call)
            and last_name(node.value.func) == "declarative_base"
            and (origin or "")[1] in map(ast.unparse, node.targets)
            for node in module.tree.body
        )

    def _from_outside(self, origin: Origin) -> Iterator[tuple[str | None, ColumnSource]]:
        """What code sets on a class, and what its subclasses have; None for what is unclear."""
        clue = origin[1].encode()
        for path, content in self._code.items():
            if not path.startswith(CODE) or clue not in content:
                continue
            module = self._module(path)
            for node in ast.walk(module.tree) if module else ():
                if module is None:
                    continue
                if isinstance(node, ast.ClassDef) and node.name != origin[1]:
                    if any(module.origin(base) == origin for base in node.bases) and (
                        _table_name(node, module) is None
                    ):
                        yield from _columns_in(module, node)[0].items()
                elif isinstance(node, ast.Assign | ast.AnnAssign | ast.Call):
                    yield from _set_on(module, node, origin)

    def _module(self, path: str) -> Module | None:
        if path not in self._parsed:
            self._parsed[path] = _parsed(path, self._code[path])
        return self._parsed[path]

    def _module_named(self, name: str) -> Module | None:
        paths = (path_of(name), path_of(f"{name}.__init__"))
        return next((self._module(path) for path in paths if path in self._code), None)


_parsed = lru_cache(maxsize=4)(parse_code)
"""Most files that are asked for twice, before a change and after it, are long: all models are in
``startup/Alchemy.py``."""


def _set_on(
    module: Module, node: ast.AST, origin: Origin
) -> Iterator[tuple[str | None, ColumnSource]]:
    """The column that a statement sets on a class from outside."""
    if isinstance(node, ast.Assign | ast.AnnAssign):
        for target in targets_of(node):
            if isinstance(target, ast.Attribute) and module.origin(target.value) == origin:
                name = column_of(target.attr, node.value, None)
                if name:
                    yield name, _source(module, node, ast.unparse(target))
    elif isinstance(node, ast.Call) and node.args and last_name(node.func) == "setattr":
        named = node.args[1] if len(node.args) > 1 else None
        if module.origin(node.args[0]) == origin:
            yield _text(named, module) if named else None, _source(module, node, "setattr()")


def _columns_in(module: Module, node: ast.ClassDef) -> tuple[dict[str, ColumnSource], bool]:
    """The columns in the body of a class, and whether nothing else can be one."""
    found: dict[str, ColumnSource] = {}
    is_clear = True
    todo: list[ast.stmt] = [*node.body]
    for statement in todo:
        if isinstance(statement, ast.FunctionDef):
            if any(
                "declared_attr" in ast.unparse(decorator) for decorator in statement.decorator_list
            ):
                found[statement.name] = _source(module, statement, node.name)
            continue
        if isinstance(statement, ast.Assign | ast.AnnAssign):
            annotation = statement.annotation if isinstance(statement, ast.AnnAssign) else None
            for target in targets_of(statement):
                is_clear = is_clear and isinstance(target, ast.Name)
                name = column_of(ast.unparse(target), statement.value, annotation)
                if name:
                    found[name] = _source(module, statement, node.name)
        elif isinstance(statement, ast.Expr):
            is_clear = is_clear and isinstance(statement.value, ast.Constant)
        elif not isinstance(statement, ast.Pass | ast.ClassDef | ast.AsyncFunctionDef):
            inner = [nested for nested in ast.walk(statement) if isinstance(nested, ast.stmt)]
            todo += inner[1:]
            is_clear = is_clear and isinstance(statement, ast.If)
    return found, is_clear


def column_of(name: str, value: ast.expr | None, annotation: ast.expr | None) -> str:
    """The column that an attribute of a class is; '' where it is none."""
    if name.startswith("__"):
        return ""
    if value is None:
        return name if annotation and "Mapped" in ast.unparse(annotation) else ""
    calls = [node for node in ast.walk(value) if isinstance(node, ast.Call)]
    columns = [call for call in calls if last_name(call.func) in _COLUMNS]
    for call in columns:
        if call.args and isinstance(call.args[0], ast.Constant):
            return str(call.args[0].value)
    if columns:
        return name
    is_other = not calls or last_name(calls[0].func) in _NO_COLUMNS
    return "" if is_other else name


def _table_name(node: ast.ClassDef, module: Module) -> str | None:
    for statement in node.body:
        if isinstance(statement, ast.Assign | ast.AnnAssign):
            value = statement.value
            if value and "__tablename__" in map(ast.unparse, targets_of(statement)):
                return _text(value, module)
    return None


def _text(value: ast.expr, module: Module) -> str | None:
    if isinstance(value, ast.Name):
        variable = value.id
        for node in module.tree.body:
            if isinstance(node, ast.Assign) and variable in map(ast.unparse, node.targets):
                value = node.value
    text = value.value if isinstance(value, ast.Constant) else None
    return text if isinstance(text, str) else None


def _tables(module: Module, table: str) -> Iterator[Model]:
    """The table of ``Table("users", metadata, Column("name", …))``."""
    for node in module.nodes:
        if not (isinstance(node, ast.Call) and last_name(node.func) == "Table" and node.args):
            continue
        if _text(node.args[0], module) != table:
            continue
        columns: dict[str, ColumnSource] = {}
        is_clear = not any(isinstance(argument, ast.Starred) for argument in node.args)
        for call in node.args[1:]:
            if isinstance(call, ast.Call) and last_name(call.func) in _COLUMNS and call.args:
                name = _text(call.args[0], module)
                if name is not None:
                    columns[name] = _source(module, call, "Table()")
        yield Model(module.path, node.lineno, f"Table({table!r})", columns, {}, is_clear)


def _may_be_model(node: ast.ClassDef) -> bool:
    """Whether a class of which no table is known can have columns."""
    text = ast.unparse(node)
    return any(word in text for word in ("Mapped", "mapped_column", "Column(", "__tablename__"))


def _source(module: Module, node: ast.stmt | ast.expr, by: str) -> ColumnSource:
    return ColumnSource(module.path, node.lineno, by, ast.unparse(node).partition("\n")[0])


def _is_plain_decorator(decorator: ast.expr) -> bool:
    called = decorator.func if isinstance(decorator, ast.Call) else decorator
    return last_name(called) == "dataclass"
