"""What the constraints and indexes over several columns of a table are called."""

from collections.abc import Iterator

from ant.core.names.identifiers import LONGEST_DATABASE_NAME
from ant.core.names.long_names import hashed, shortened
from ant.core.table_rules.rules import TableRules

_SIGNS = {"<": "lt", "<=": "lte", ">": "gt", ">=": "gte", "!=": "ne"}


def rule_names(table: str, rules: TableRules) -> Iterator[tuple[str, int, str]]:
    """Yield the word, the number and the name in the database of each rule of a table.

    Names are of fields, not of columns: so nothing else needs to be known of them. One that is too
    long ends in a hash of the whole.
    """
    seen: set[str] = set()
    for word, prefix, sets in (("unique", "uq", rules.unique), ("index", "ix", rules.indexes)):
        for number, rule in enumerate(sets):
            name = shortened("_".join([prefix, table, *rule.fields]))
            if name in seen or rule.where or rule.ignore_case:  # so a plain one may be beside it
                name = hashed(f"{prefix}_{table}_{'_'.join(rule.fields)}", repr(rule.to_json()))
            seen.add(name)
            yield word, number, name
    for number, check in enumerate(rules.checks):
        text = "_".join([check.left, _SIGNS[check.operator], check.right])
        yield (
            "check",
            number,
            f"ck_{table}_{shortened(text, LONGEST_DATABASE_NAME - len(table) - 4)}",
        )
