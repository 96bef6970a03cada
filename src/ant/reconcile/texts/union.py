"""What two versions of a file have together, where each was grown from one that is not known."""

from ant.python_source.source import Source
from ant.reconcile.conflict_policy import ConflictPolicy
from ant.reconcile.merge import Merging
from ant.reconcile.semantic_diff import difference


def union(path: str, first: bytes, second: bytes) -> bytes:
    """Return the first version with the units that only the second one has, as far as it is code.

    A unit that cannot be inserted safely is left out.
    """
    if first == second or not path.endswith(".py"):
        return first
    try:
        source, other = Source(first), Source(second)
        more = difference(source, other)
    except (SyntaxError, ValueError):
        return first
    added = more._replace(imports_removed=(), removed=(), replaced=(), decorators=())
    merging = Merging(path, source, ConflictPolicy.BY_HAND, frozenset())
    merging.apply(added, source, other)
    return merging.source.encode()
