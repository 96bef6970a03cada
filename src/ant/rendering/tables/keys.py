"""Constraints and indexes over several columns, as migrations and models have them."""

from collections.abc import Iterator
from typing import NamedTuple

from ant.core.deletion import DELETED_AT
from ant.core.fields.attribute_names import attribute_of
from ant.core.fields.polymorphic import Polymorphic, polymorphic
from ant.core.names.identifiers import LONGEST_DATABASE_NAME
from ant.core.names.long_names import shortened
from ant.core.spec import Route
from ant.core.table_rules.names import rule_names
from ant.core.table_rules.rules import Comparison, Together, filter_operator, filtered_field
from ant.core.text.json_value import Json
from ant.rendering.code import STEP, Code, Piece, behind, call, laid_out, literal, text
from ant.rendering.tables.checks import sql_name, sql_text
from ant.rendering.wrap import WIDTH

UNIQUE, INDEX, CHECK = "unique", "index", "check"
NOT_DELETED = f"{DELETED_AT} IS NULL"
"""The condition of rows that are not deleted, which follows all others."""


class Key(NamedTuple):
    """A rule over several columns of a table."""

    kind: str
    name: str
    columns: tuple[str, ...]
    """Those that it orders or compares."""
    condition: str = ""
    """In SQL: of which rows a key is, or what a check asks of them."""
    used: tuple[str, ...] = ()
    """All columns that it uses."""
    descending: tuple[str, ...] = ()
    """Those of an index that begin with their largest value."""
    lowered: tuple[str, ...] = ()
    """Those whose upper and lower case are the same to it."""

    @property
    def is_index(self) -> bool:
        """Whether it is an index, and no constraint: that is one of all rows as they are."""
        is_special = bool(self.condition or self.lowered)
        return self.kind == INDEX or (self.kind == UNIQUE and is_special)

    @property
    def is_computed(self) -> bool:
        """Whether it is an index of more than columns, which no copy of a table could be given."""
        return bool(self.descending or self.lowered)

    @property
    def words(self) -> str:
        """What it is of, for people."""
        if self.is_one_of:
            return f"{'exactly' if self.needs_one else 'at most'} one of {', '.join(self.columns)}"
        return self.condition if self.kind == CHECK else ", ".join(self.columns)

    @property
    def is_one_of(self) -> bool:
        """Whether it asks that one column is set, as a reference to any of several routes does."""
        return self.kind == CHECK and self.condition.startswith("(CASE ")

    @property
    def needs_one(self) -> bool:
        """Whether such a rule refuses a row in which none is set."""
        return self.is_one_of and not self.condition.endswith("<= 1")


def keys_of(route: Route) -> tuple[Key, ...]:
    """Return the rules over several columns of the table of a route."""
    ones = tuple(_one_of(route, reference) for reference in polymorphic(route.fields))
    return ones if not any(route.rules) else (*_ruled(route), *ones)


def _one_of(route: Route, reference: Polymorphic) -> Key:
    """The rule that one part of a reference is set, or at most one."""
    columns = tuple(part.column for part in reference.parts)
    set_ones = (f"CASE WHEN {sql_name(column)} IS NULL THEN 0 ELSE 1 END" for column in columns)
    condition = f"({' + '.join(set_ones)}) {'=' if reference.required else '<='} 1"
    called = shortened(f"{reference.name}_one", LONGEST_DATABASE_NAME - len(route.table) - 4)
    return Key(CHECK, f"ck_{route.table}_{called}", columns, condition=condition, used=columns)


def _ruled(route: Route) -> tuple[Key, ...]:
    columns = {DELETED_AT: DELETED_AT} if route.delete else {}
    columns |= {field.name: field.column for field in route.fields}
    cased = {field.column for field in route.fields if field.kind.has_case}
    rules = {"unique": route.rules.unique, "index": route.rules.indexes}
    return tuple(
        _comparison(called, route.rules.checks[number], columns)
        if word == CHECK
        else _together(Key(word, called, ()), rules[word][number], columns, cased)
        for word, number, called in rule_names(route.table, route.rules)
    )


def _together(key: Key, rule: Together, columns: dict[str, str], cased: set[str]) -> Key:
    named = tuple(columns.get(field, field) for field in rule.fields)
    conditions = [_condition(columns[filtered_field(key)], key, value) for key, value in rule.where]
    filtered = [columns[filtered_field(key)] for key, _ in rule.where]
    used = tuple(dict.fromkeys([*named, *filtered]))
    return key._replace(
        columns=named,
        condition=" AND ".join(conditions),
        used=used,
        descending=tuple(columns.get(field, field) for field in rule.descending),
        lowered=tuple(name for name in named if name in cased and rule.ignore_case),
    )


def _comparison(name: str, rule: Comparison, columns: dict[str, str]) -> Key:
    both = (columns[rule.left], columns[rule.right])
    operator = {"!=": "<>"}.get(rule.operator, rule.operator)
    condition = f" {operator} ".join(map(sql_name, both))
    return Key(CHECK, name, both, condition=condition, used=both)


def _condition(column: str, key: str, value: Json) -> str:
    name, operator = sql_name(column), filter_operator(key)
    if operator == "isnull":
        return f"{name} IS {'' if value else 'NOT '}NULL"
    if operator == "in":
        return f"{name} IN ({', '.join(map(_value, value))})"
    return f"{name} {'<>' if operator == 'ne' else '='} {_value(value)}"


def _value(value: Json) -> str:
    if isinstance(value, str):
        return sql_text(value)
    return str(value).lower()


def constraint(key: Key) -> Code:
    """Return a constraint as ``create_table`` has it."""
    if key.kind == CHECK:
        name = call("op.f", text(key.name))
        return call("sa.CheckConstraint", text(key.condition), name=name)
    return call("sa.UniqueConstraint", *map(text, key.columns), name=text(key.name))


def create_index(key: Key, *before: Piece, function: str) -> Code:
    """Return what makes an index; ``before`` is between its name and its columns."""
    named = Code("[", [*_ordered(key)], "]")
    return call(function, text(key.name), *before, named, **_options(key, "sa.text"))


def _ordered(key: Key, keys: dict[str, str] | None = None) -> Iterator[Piece]:
    """Yield what an index has of its columns: in a model, which has attributes, by their keys."""
    module = "sa." if keys is None else ""
    for name in key.columns:
        column: Piece = text(name if keys is None else keys.get(name, attribute_of(name)))
        if name in key.lowered or name in key.descending:
            column = call(f"{module}column", text(name))
        if name in key.lowered:
            column = call(f"{module}func.lower", column)
        yield f"{column}.desc()" if name in key.descending else column


def create_in_batch(key: Key) -> Code:
    """Return what gives a table that is there a rule."""
    if key.is_index:
        return create_index(key, function="batch.create_index")
    if key.kind == CHECK:
        name = call("op.f", text(key.name))
        return call("batch.create_check_constraint", name, text(key.condition))
    named = literal([*key.columns])
    return call("batch.create_unique_constraint", text(key.name), named)


def drop_index(table: str, key: Key) -> Code:
    """Return what takes an index from a table without a copy of that."""
    return call("op.drop_index", text(key.name), table_name=text(table))


def drop_in_batch(key: Key) -> Code:
    """Return what takes a rule from a table."""
    if key.is_index:
        return call("batch.drop_index", text(key.name))
    name: Piece = call("op.f", text(key.name)) if key.kind == CHECK else text(key.name)
    return call("batch.drop_constraint", name, type_=text(key.kind))


def _options(key: Key, sql: str) -> dict[str, Piece | None]:
    where = call(sql, text(key.condition)) if key.condition else None
    return {
        "unique": "True" if key.kind == UNIQUE else None,
        "sqlite_where": where,
        "postgresql_where": where,
    }


def argument_lines(route: Route) -> list[str]:
    """Return the lines of ``__table_args__`` in a model; none for a table without such rules."""
    lines = [laid_out(_argument(route, key), " " * 8, ",") for key in keys_of(route)]
    return [line for lines_of in lines for line in lines_of.split("\n")]


def own_arguments(route: Route) -> list[str]:
    """Return all lines of ``__table_args__`` of a table whose ids do not count up."""
    keys = [_argument(route, key) for key in keys_of(route)]
    options = {"comment": text(route.description)} if route.description else {}
    options |= {"info": f'{{"route": {text(route.names.text)}}}'} if route.stored_as else {}
    if len(keys) == 1 and not options:
        line = f"{STEP}__table_args__ = ({keys[0]},)"
        if len(line) <= WIDTH and not keys[0].needs_lines:
            return [line]
    lines = argument_lines(route)
    if options:
        option_lines = [f'{STEP * 3}"{word}": {value},' for word, value in options.items()]
        lines += [f"{STEP * 2}{{", *option_lines, f"{STEP * 2}}},"]
    return [f"{STEP}__table_args__ = (", *lines, f"{STEP})"] if lines else []


def imported(route: Route) -> set[str]:
    """Return what these lines need of SQLAlchemy."""
    keys = keys_of(route)
    names = {"text": any(key.condition and key.is_index for key in keys)}
    names |= {"Index": any(key.is_index for key in keys)}
    names |= {"column": any(key.is_computed for key in keys)}
    names |= {"func": any(key.lowered for key in keys)}
    names |= {"CheckConstraint": any(key.kind == CHECK for key in keys)}
    names |= {"UniqueConstraint": any(key.kind == UNIQUE and not key.is_index for key in keys)}
    return {name for name, is_needed in names.items() if is_needed}


def _argument(route: Route, key: Key) -> Code:
    keys = {field.column: field.key for field in route.fields}
    if key.kind == CHECK:
        prefix = f"ck_{route.table}_"
        name = text(key.name.removeprefix(prefix))
        if key.is_one_of:
            return call("CheckConstraint", text(key.condition), name=name)
        check = next(rule for rule in route.rules.checks if _compares(route, rule) == key.columns)
        compared = [keys[key.columns[0]], check.operator, keys[key.columns[1]]]
        compares = Code("{", [behind('"compares": ', literal(compared))], "}")
        return call("CheckConstraint", text(key.condition), name=name, info=compares)
    columns = [*_ordered(key, {field.column: field.attribute for field in route.fields})]
    if not key.is_index:
        return call("UniqueConstraint", *columns, name=text(key.name))
    where = dict(_where(route, key))
    info: Piece | None = Code("{", [behind('"where": ', literal(where))], "}") if where else None
    return call("Index", text(key.name), *columns, **_options(key, "text"), info=info)


def _compares(route: Route, check: Comparison) -> tuple[str, ...]:
    columns = {field.name: field.column for field in route.fields}
    return (columns[check.left], columns[check.right])


def _where(route: Route, key: Key) -> Iterator[tuple[str, Json]]:
    """The condition in the words of filters."""
    keys = {field.name: field.key for field in route.fields}
    for _, number, called in rule_names(route.table, route.rules):
        if called == key.name and key.condition:
            rules = route.rules.unique if key.kind == UNIQUE else route.rules.indexes
            for name, value in rules[number].where:
                field, dashes, operator = name.partition("__")
                yield f"{keys.get(field, field)}{dashes}{operator}", value
