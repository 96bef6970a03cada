"""Uses of what is about to be removed."""

import ast
from collections.abc import Iterator, Mapping, Set
from typing import NamedTuple

from ant.artifacts.of_routes.route import ARTIFACT as ENDPOINTS
from ant.core.names.route_names import RouteNames
from ant.core.text.python_text import parse_python
from ant.core.tree import Tree
from ant.python_source.blueprints import Module, parse_code
from ant.python_source.nodes import last_name
from ant.survey.own_code import own_nodes, statements_of
from ant.survey.removed_names import RemovedNames

_KEYS = {"ForeignKey", "ForeignKeyConstraint"}
_OF_FACTORIES = {"factory_of", "Reference", "Many"}
"""What of ``tests/factories`` takes the name of a route; the last two are of ant 0.2."""


class Reference(NamedTuple):
    """A line that uses something."""

    file: str
    line: int
    text: bytes
    """The line itself."""
    name: str
    """What it uses, as the code names it: a module, a method, a table, a mock."""
    taken: bool = False
    """Whether something else is there under the name then."""


class Unread(NamedTuple):
    """A file that may use something, and cannot be read as Python."""

    file: str
    line: int


Use = Reference | Unread
"""A use that keeps something from being removed."""


def find_references(
    tree: Tree, removed: RemovedNames, rendered: Mapping[str, bytes] | None = None
) -> list[Reference]:
    """Return every line of Python files that uses a removed name, once, in order.

    The files are those after the plan. Dynamic uses, such as a name made at run time, are not
    found; a variable of unknown origin counts where the file imports the module. With renderings,
    generated code is skipped.
    """
    rendered = rendered or {}
    found: dict[tuple[str, int], Reference] = {}
    clues = removed.clues
    for path, content in sorted(tree.items()):
        if not any(clue in content for clue in clues):
            continue
        module = None if rendered.get(path) == content else parse_code(path, content)
        if module is not None:
            lines = content.splitlines()
            generated = statements_of(rendered[path]) if path in rendered else frozenset[str]()
            for line, name in sorted(_Finder(module, removed, generated).found()):
                text = lines[line - 1] if line <= len(lines) else b""
                found.setdefault((path, line), Reference(path, line, text, name))
    return list(found.values())


def find_unread(tree: Tree) -> list[Unread]:
    """Return the Python files that do not parse, with the line at which they stop to."""
    found = []
    for path, content in sorted(tree.items()):
        try:
            parse_python(content)
        except SyntaxError as error:
            found.append(Unread(path, error.lineno or 1))
    return found


class _Finder:
    """Looks through one file."""

    def __init__(self, module: Module, removed: RemovedNames, generated: Set[str]) -> None:
        self.module = module
        self.generated = generated
        self.removed = removed
        names = {_plain(full) for full in module.imported.values()}
        for node in module.nodes:
            if isinstance(node, ast.Import):
                names |= {_plain(alias.name) for alias in node.names}
        self.known = {member for member in removed.members if _is_in(module.name, member)} | {
            member for member in removed.members if any(_is_in(name, member) for name in names)
        }
        """The modules with removed members that this file imports."""

    def found(self) -> Iterator[tuple[int, str]]:
        """The lines, and what is used there."""
        for _, node in own_nodes(self.module.tree, self.generated):
            if isinstance(node, ast.stmt | ast.expr):
                for name in self._used(node):
                    yield node.lineno, name

    def _used(self, node: ast.stmt | ast.expr) -> Iterator[str]:
        if isinstance(node, ast.Import):
            yield from {_plain(alias.name) for alias in node.names} & self.removed.modules
        elif isinstance(node, ast.ImportFrom):
            yield from self._imported(node)
        elif isinstance(node, ast.Constant) and isinstance(node.value, str):
            yield from self._quoted(_plain(node.value))
        elif isinstance(node, ast.Attribute):
            yield from self._attribute(node)
        elif isinstance(node, ast.Call):
            yield from self._called(node)
        elif isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load):
            own = self.module.name
            if ENDPOINTS.name_in(self.module.path) and node.id in self.removed.members.get(own, ()):
                yield f"{node.id}()"

    def _imported(self, node: ast.ImportFrom) -> Iterator[str]:
        base = _plain(node.module or "")
        if node.level:
            folder = self.module.name.split(".")[: -node.level]
            base = _plain(".".join([*folder, *([base] if base else [])]))
        if base in self.removed.modules:
            yield base
        for alias in node.names:
            full = f"{base}.{alias.name}".removeprefix(".")
            if full in self.removed.modules or alias.name in self.removed.members.get(base, ()):
                yield full

    def _quoted(self, text: str) -> Iterator[str]:
        """A dotted name in a text, as ``import_module`` and ``patch`` take it.

        A text without a dot, such as the key ``issuer``, is no module of the tests.
        """
        dotted = text.replace(":", ".")
        for module in self.removed.modules if "." in dotted else ():
            if _is_in(dotted, module):
                yield module
        for module, names in self.removed.members.items():
            if text.startswith(f"{module}.") and text.rpartition(".")[2] in names:
                yield text

    def _attribute(self, node: ast.Attribute) -> Iterator[str]:
        for module in self.known:
            if node.attr in self.removed.members[module] and self._may_be(node.value, module):
                yield f"{ast.unparse(node.value).partition(chr(10))[0]}.{node.attr}"
                return

    def _may_be(self, node: ast.expr, module: str) -> bool:
        """Whether an object may be of a module: it is, or its origin is unknown."""
        head = node
        while isinstance(head, ast.Attribute):
            head = head.value
        if isinstance(head, ast.Name) and head.id in self.module.imported:
            origin = self.module.origin(node) or ("", "")
            full = _plain(".".join(origin))
            return _is_in(full, module)
        if isinstance(node, ast.Name) and node.id in {"self", "cls"}:
            return self.module.name == module
        return True

    def _called(self, node: ast.Call) -> Iterator[str]:
        called = last_name(node.func)
        values = [*node.args, *(keyword.value for keyword in node.keywords)]
        texts = [text for value in values for text in _texts(value)]
        if called in _KEYS:
            for table in self.removed.tables:
                if any(table in text.split(".")[:-1] for text in texts):
                    yield f"the table '{table}'"
        elif called in {"relationship", "backref"}:
            for table, name in self.removed.tables.items():
                if any(text.rpartition(".")[2] == name or text == table for text in texts):
                    yield f"the model {name}"
        elif called == "load_mock":
            yield from (f"the mock '{text}'" for text in texts[:1] if text in self.removed.mocks)
        elif self._is_of_factories(node.func, called):
            yield from (f"the factory of '{text}'" for text in texts if text in self.removed.tables)
        elif called == "url_for":
            yield from (f"the endpoint '{text}'" for text in texts[:1] if self._is_endpoint(text))
        else:
            yield from self._patched(values, texts)

    def _is_of_factories(self, node: ast.expr, called: str) -> bool:
        """Whether a call is of what finds the factory of a route by the route's name."""
        if called == "plant":
            return "Planting" in self.module.imported
        module, _ = self.module.origin(node) or ("", "")
        return called in _OF_FACTORIES and _plain(module).partition(".")[0] == "factories"

    def _is_endpoint(self, text: str) -> bool:
        blueprint, _, view = text.partition(".")
        names = self.removed.members.get(RouteNames(blueprint).route_module, ())
        return blueprint in self.removed.blueprints or view in names

    def _patched(self, values: list[ast.expr], texts: list[str]) -> Iterator[str]:
        """A method by its name, as ``getattr`` and ``monkeypatch.setattr`` take it."""
        for module in self.known:
            objects = [value for value in values if isinstance(value, ast.Name | ast.Attribute)]
            if any(self.module.origin(name) and self._may_be(name, module) for name in objects):
                yield from (f"'{text}'" for text in texts if text in self.removed.members[module])


def _plain(name: str) -> str:
    """A module's name as ``api/`` and ``tests/`` know it; others may call it from outside."""
    return name.removeprefix("api.").removeprefix("tests.")


def _is_in(name: str, module: str) -> bool:
    """Whether a dotted name is a module's, or that of something in it."""
    return name == module or name.startswith(f"{module}.")


def _texts(node: ast.expr) -> list[str]:
    """The texts in an expression, alone or in a list."""
    parts = node.elts if isinstance(node, ast.List | ast.Tuple) else [node]
    values = (part.value for part in parts if isinstance(part, ast.Constant))
    return [value for value in values if isinstance(value, str)]
