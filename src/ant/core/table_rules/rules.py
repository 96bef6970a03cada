"""Rules over several columns of a table: unique together, an index of them, comparisons."""

from collections.abc import Collection, Mapping
from typing import NamedTuple

from ant.core.text.json_value import Json

MOMENTS = ("created_at", "updated_at")
"""The columns of every route that an index may have beside the fields."""
OPERATORS = ("<=", ">=", "!=", "<", ">")
"""The operators of comparisons, each before its own prefixes."""
WORDS = ("unique", "index", "check")
"""The keys of a route that hold such rules."""


class Together(NamedTuple):
    """Fields whose values no two rows share, or that an index has, in their order."""

    fields: tuple[str, ...]
    where: tuple[tuple[str, Json], ...] = ()
    """The condition on rows, in the words of the filters of lists."""
    descending: tuple[str, ...] = ()
    """Those of the fields that an index has from the largest value to the least."""
    ignore_case: bool = False
    """Whether texts that differ in upper and lower case alone are the same."""

    @property
    def used(self) -> set[str]:
        """All fields that it uses."""
        return {*self.fields, *(filtered_field(key) for key, _ in self.where)}

    def to_json(self) -> Json:
        """The same as ``ant.json`` holds it."""
        fields: Json = [f"-{name}" if name in self.descending else name for name in self.fields]
        more: dict[str, Json] = {"where": dict(self.where)} if self.where else {}
        more |= {"ignore_case": True} if self.ignore_case else {}
        return {"fields": fields, **more} if more else fields

    def renamed(self, names: Mapping[str, str]) -> "Together":
        """The same where fields have other names, by the old ones."""
        fields, descending = (
            tuple(names.get(field, field) for field in listed)
            for listed in (self.fields, self.descending)
        )
        where = tuple((_renamed_filter(key, names), value) for key, value in self.where)
        return self._replace(fields=fields, where=where, descending=descending)


class Comparison(NamedTuple):
    """What has to hold between two fields of a row, unless one of them is empty."""

    left: str
    operator: str
    right: str

    @property
    def used(self) -> set[str]:
        """Every field that it uses."""
        return {self.left, self.right}

    def __str__(self) -> str:
        """The same as people write it."""
        return f"{self.left} {self.operator} {self.right}"


class TableRules(NamedTuple):
    """All such rules of a route."""

    unique: tuple[Together, ...] = ()
    indexes: tuple[Together, ...] = ()
    checks: tuple[Comparison, ...] = ()

    @property
    def tested(self) -> tuple[Together | Comparison, ...]:
        """Those that refuse rows: the tests of the route have to know of them."""
        return (*self.unique, *self.checks)

    def to_json(self) -> dict[str, Json]:
        """The same as ``ant.json`` holds it."""
        lists: dict[str, list[Json]] = {
            "unique": [rule.to_json() for rule in self.unique],
            "index": [rule.to_json() for rule in self.indexes],
            "check": [str(rule) for rule in self.checks],
        }
        return {word: rules for word, rules in lists.items() if rules}

    def renamed(self, names: Mapping[str, str]) -> "TableRules":
        """The same where fields have other names, by the old ones."""
        return TableRules(
            tuple(rule.renamed(names) for rule in self.unique),
            tuple(rule.renamed(names) for rule in self.indexes),
            tuple(
                Comparison(names.get(rule.left, rule.left), rule.operator,
                           names.get(rule.right, rule.right))
                for rule in self.checks
            ),
        )  # fmt: skip

    def speaking_of(self, fields: Collection[str]) -> "TableRules":
        """The rules that use any of some fields."""
        return TableRules(
            tuple(rule for rule in self.unique if not rule.used.isdisjoint(fields)),
            tuple(rule for rule in self.indexes if not rule.used.isdisjoint(fields)),
            tuple(rule for rule in self.checks if not rule.used.isdisjoint(fields)),
        )

    def without(self, other: "TableRules") -> "TableRules":
        """The rules that others do not have."""
        return TableRules(
            tuple(rule for rule in self.unique if rule not in other.unique),
            tuple(rule for rule in self.indexes if rule not in other.indexes),
            tuple(rule for rule in self.checks if rule not in other.checks),
        )


NO_RULES = TableRules()


def filtered_field(key: str) -> str:
    """The field of a filter such as ``status__ne``."""
    return key.partition("__")[0]


def filter_operator(key: str) -> str:
    """The operator of a filter; ``eq`` where it names none."""
    return key.partition("__")[2] or "eq"


def _renamed_filter(key: str, names: Mapping[str, str]) -> str:
    field, dashes, operator = key.partition("__")
    return f"{names.get(field, field)}{dashes}{operator}"
