"""Leave out what is new and tests a module that the owner of a project has removed."""

import re
from collections.abc import Container
from contextlib import suppress

from ant.core.tree import Tree
from ant.reconcile.binding import is_used
from ant.reconcile.edit import Unproved
from ant.reconcile.import_edit import remove_import
from ant.reconcile.names_here import imports_needed
from ant.reconcile.refusal import NoPlace
from ant.reconcile.source import Source
from ant.reconcile.unit_edit import remove_changed_unit
from ant.reconcile.units import difference_in_large, local_names

CODE, TESTS = "api/", "tests/"


def without_tests_of_removed(tree: Tree, old: Tree, new: Tree) -> tuple[Tree, tuple[str, ...]]:
    """Return the newer version without new tests of modules that are gone, and what was left out.

    ``old`` and ``new`` hold the files of both versions by path, ``tree`` those of them that are
    there. A module that was generated and is not there has been removed or moved by its owner.
    """
    gone = {
        _module_of(path): path
        for path in old
        if path.startswith(CODE) and path.endswith(".py") and path not in tree
    }
    kept, notes = dict(new), []
    for path, content in new.items():
        is_test = path.startswith(TESTS) and path.endswith(".py")
        here = {module for module in gone if module.encode() in content} if is_test else set()
        if not here or path not in tree or content == old.get(path):
            continue
        kept[path], taken = _without_users(here, old.get(path, b""), content)
        notes += [
            f"'{gone[module]}' has been removed or moved, and stays so: what is new in '{path}' and"
            " tests it was left out."
            for module in taken
        ]
    return kept, tuple(notes)


def _module_of(path: str) -> str:
    """The dotted name of a file of the application: the inverse of ``path_of``."""
    return path.removeprefix(CODE).removesuffix(".py").replace("/", ".")


def _without_users(modules: Container[str], old: bytes, new: bytes) -> tuple[bytes, set[str]]:
    """Take out of a newer version what it adds and needs one of the modules, and who uses that.

    Return the modules that are needed, too.
    """
    source = wanted = Source(new)
    added = difference_in_large(Source(old), wanted).added
    needed = {
        unit: {imported.module for imported in imports_needed(unit, wanted).values()}
        for unit in added
    }
    users = [unit for unit in added if any(module in modules for module in needed[unit])]
    for used in users:  # which grows
        word = re.compile(rf"\b{re.escape(used.key)}\b")
        users += [unit for unit in added if unit not in users and word.search(unit.text)]
    taken: set[str] = set()
    for unit in users:
        with suppress(Unproved, NoPlace):  # then what would be imported is told as missing
            source = remove_changed_unit(source, wanted, unit)
            taken |= {module for module in needed[unit] if module in modules}
    for name, imported in local_names(wanted.tree.body).items():
        if imported.module in taken and not is_used(source, name, of_objects=False):
            with suppress(Unproved):
                source = remove_import(source, imported)
    return source.encode(), taken
