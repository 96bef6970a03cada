"""What the constraints and indexes over several columns of a table are called."""

import zlib
from collections.abc import Iterator

from ant.core.table_rules import TableRules

LONGEST = 63
"""Characters that PostgreSQL takes."""
_SIGNS = {"<": "lt", "<=": "lte", ">": "gt", ">=": "gte", "!=": "ne"}


def rule_names(table: str, rules: TableRules) -> Iterator[tuple[str, int, str]]:
    """Yield the word, the number and the name in the database of each rule of a table.

    Names are of fields, not of columns: so nothing else needs to be known of them. One that is too
    long ends in a hash of the whole.
    """
    seen: set[str] = set()
    for word, prefix, sets in (("unique", "uq", rules.unique), ("index", "ix", rules.indexes)):
        for number, rule in enumerate(sets):
            name = _shortened("_".join([prefix, table, *rule.fields]))
            if name in seen or rule.where:  # the same fields under another condition or order
                name = _hashed(f"{prefix}_{table}_{'_'.join(rule.fields)}", repr(rule))
            seen.add(name)
            yield word, number, name
    for number, check in enumerate(rules.checks):
        text = "_".join([check.left, _SIGNS[check.operator], check.right])
        yield "check", number, f"ck_{table}_{_shortened(text, LONGEST - len(table) - 4)}"


def _shortened(name: str, longest: int = LONGEST) -> str:
    return name if len(name) <= longest else _hashed(name, name, longest)


def _hashed(name: str, whole: str, longest: int = LONGEST) -> str:
    """The beginning of a name, and a hash of what tells it from others."""
    end = f"_{zlib.crc32(whole.encode()):08x}"
    return f"{name[: max(1, longest - len(end))]}{end}"
