"""Rules over several fields as requests give them: also ``user,tag`` for a list of fields."""

from collections.abc import Mapping

from ant.core.fields.spelled_argument import check_option, read_option
from ant.core.table_rules.reader import read_table_rules
from ant.core.table_rules.rules import TableRules
from ant.core.text.json_value import Json


def read_rules(rules_by_word: Mapping[str, Json]) -> TableRules:
    """Return the rules by the words of a spec; raise ``InvalidSpec`` with all that is wrong."""
    spelled_rules = {
        word: [_spelled(word, rule) for rule in rules] if isinstance(rules, list | tuple) else rules
        for word, rules in rules_by_word.items()
    }
    rules, faults = read_table_rules({**spelled_rules, "fields": {}})
    check_option((word, fault) for word, _, fault in faults)
    return rules


def _spelled(word: str, rule: Json) -> Json:
    if word == "check" or not isinstance(rule, str):
        return rule
    if not rule.lstrip().startswith(("{", "[")):
        return [name.strip() for name in rule.split(",")]
    return read_option(word, rule)
