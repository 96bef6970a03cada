"""Imports of a module, and the local names that they bind."""

import ast
from collections.abc import Iterator
from typing import NamedTuple

from ant.python_source.source import Block


class Imported(NamedTuple):
    """A name that a module imports; None for ``import module``."""

    module: str
    name: str | None

    def __str__(self) -> str:
        """The line that imports it."""
        return f"from {self.module} import {self.name}" if self.name else f"import {self.module}"

    @property
    def dotted(self) -> str:
        """The dotted name of the module and the name in it."""
        return f"{self.module}.{self.name}" if self.name else self.module


def imports_of(block: Block) -> dict[Imported, str]:
    """What the statements of one block import, and the local name of each, or its last one."""
    return {imported: name for name, imported in local_names(block).items()}


def local_names(block: Block) -> dict[str, Imported]:
    """The names under which the statements of one block import something, and what."""
    return {
        name: imported
        for node in block
        if isinstance(node, ast.Import | ast.ImportFrom)
        for name, imported in imported_names(node)
        if imported is not None
    }


def imported_names(node: ast.Import | ast.ImportFrom) -> Iterator[tuple[str, Imported | None]]:
    """The local names that a statement binds, and what each means; None is a relative import."""
    for alias in node.names:
        if isinstance(node, ast.ImportFrom):
            imported = None if node.level else Imported(node.module or "", alias.name)
            if alias.name != "*":
                yield alias.asname or alias.name, imported
        elif alias.asname:
            yield alias.asname, Imported(alias.name, None)
        else:
            package = alias.name.partition(".")[0]
            yield package, Imported(package, None)
