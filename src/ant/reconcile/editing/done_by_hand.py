"""Units that somebody has already written by hand in another place."""

import ast

from ant.python_source.scopes import renamed
from ant.python_source.source import Block, Source, same
from ant.reconcile.renaming.local_names import blueprints_of
from ant.reconcile.semantic_diff import Unit, name_of


def is_done_by_hand(source: Source, unit: Unit) -> bool:
    """Whether a definition is in the file already, although its scope is ambiguous.

    A class may have another name, if it is the only one of its file, or be defined several times,
    of which the last one counts; a view may belong to any blueprint that the file creates.
    """
    block = _scope(source, unit)
    used = _blueprints_used(unit)
    texts = [renamed(unit.text, dict.fromkeys(used, name)) for name in blueprints_of(source)]
    texts += [] if used else [unit.text]
    found = [node for node in block if name_of(node) == unit.key]
    return len(found) == 1 and any(same(found[0], ast.parse(text).body[0]) for text in texts)


def _scope(source: Source, unit: Unit) -> Block:
    if unit.scope is None:
        return source.tree.body
    classes = [node for node in source.tree.body if isinstance(node, ast.ClassDef)]
    named = [node for node in classes if node.name == unit.scope]
    if named:
        return named[-1].body
    return classes[0].body if len(classes) == 1 else []


def _blueprints_used(unit: Unit) -> set[str]:
    """The variables of which the decorators of a view are methods."""
    decorators = getattr(unit.node, "decorator_list", [])
    calls = (decorator.func for decorator in decorators if isinstance(decorator, ast.Call))
    owners = (function.value for function in calls if isinstance(function, ast.Attribute))
    return {owner.id for owner in owners if isinstance(owner, ast.Name)}
