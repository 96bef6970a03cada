"""The tables of a spec as SQLAlchemy's own words, written without any of our code for them."""

from collections.abc import Iterator

from ant.core.deletion import DELETED_AT, as_stored
from ant.core.fields.field import Field
from ant.core.fields.polymorphic import polymorphic
from ant.core.relations import associations
from ant.core.spec import Route, Spec
from ant.core.table_rules.names import rule_names

TYPES = {
    "text": "Text", "smallint": "SmallInteger", "integer": "Integer", "bigint": "BigInteger",
    "float": "Double",
    "boolean": "Boolean", "date": "Date", "time": "Time", "datetime": "MOMENT", "uuid": "Uuid",
    "json": "DOCUMENT", "binary": "LargeBinary", "enum": "String(100)", "password": "String(255)",
}  # fmt: skip


def models_of(spec: Spec, *, rules: bool = True) -> str:
    """A module that adds every table of the spec to ``metadata``, with or without its checks."""
    lines = [
        "from sqlalchemy import *",
        "from helper.columns import *",
        "Table('default', metadata, Column('id', Integer, primary_key=True),",
        "      Column('model', String(255), nullable=False))",
    ]
    for route in spec.routes:
        lines += [_table(route, rules=rules), *_between(route)]
    return "\n".join(lines)


def _table(route: Route, *, rules: bool) -> str:
    name, route = route.table, as_stored(route)
    if not route.fields:
        columns = ["Column('id', Integer, primary_key=True)",
                   "Column('model', Text, nullable=False)"]  # fmt: skip
    else:
        moments = [
            f"Column('{moment}_at', MOMENT, nullable=False)" for moment in ("created", "updated")
        ]
        fields = [_column(field, rules=rules) for field in route.fields if field.is_column]
        moments += ["Column('deleted_at', MOMENT)"] if route.delete else []
        own = [] if route.key_field else [f"Column('id', {_id(route.id)}, primary_key=True)"]
        columns = [*own, *fields, *moments]
        columns += [*_rules(route)] if rules else []
        columns += [] if route.id or route.key_field else ["sqlite_autoincrement=True"]
    columns += [f"comment={route.description!r}"] if route.description else []
    return f"Table('{name}', metadata, {', '.join(columns)})"


def _rules(route: Route) -> Iterator[str]:
    """What holds of several columns; the tests here have one condition, and no field renamed."""
    columns = {field.name: field.column for field in route.fields} | {DELETED_AT: DELETED_AT}
    for whole in polymorphic(route.fields):
        empty = [f"CASE WHEN {part.column} IS NULL THEN 0 ELSE 1 END" for part in whole.parts]
        sql = f"({' + '.join(empty)}) {'=' if whole.required else '<='} 1"
        yield f"CheckConstraint({sql!r}, name='{whole.name}_one')"
    for word, number, called in rule_names(route.table, route.rules):
        if word == "check":
            left, operator, right = route.rules.checks[number]
            name = called.removeprefix(f"ck_{route.table}_")
            sql = f"{_in_sql(columns[left])} {operator} {_in_sql(columns[right])}"
            yield f"CheckConstraint({sql!r}, name='{name}')"
            continue
        rule = (route.rules.unique if word == "unique" else route.rules.indexes)[number]
        texts = [field.name for field in route.fields if field.type in ("string", "url")]
        names = []
        for field in rule.fields:
            name = repr(columns.get(field, field))
            is_lowered = rule.ignore_case and field in texts
            name = f"func.lower(column({name}))" if is_lowered else name
            is_plain = field not in rule.descending
            names.append(
                name if is_plain else f"{name if is_lowered else f'column({name})'}.desc()"
            )
        if word == "unique" and not rule.where and not rule.ignore_case:
            yield f"UniqueConstraint({', '.join(names)}, name='{called}')"
            continue
        words = [f"unique={word == 'unique'}"]
        named = [_in_sql(columns[key.partition("__")[0]]) for key, _ in rule.where]
        if named:
            sql = f"text('{' AND '.join(f'{column} IS NULL' for column in named)}')"
            words.append(f"sqlite_where={sql}, postgresql_where={sql}")
        yield f"Index('{called}', {', '.join([*names, *words])})"


def _column(field: Field, *, rules: bool) -> str:
    words = [repr(field.column), _type(field)]
    if field.type == "reference":
        rule = field.on_delete.upper().replace("_", " ")
        words.append(f"ForeignKey('{_key_of(field)}', ondelete='{rule}')")
    checks = _checks(field) if rules else []
    words += [f"CheckConstraint({sql!r}, name='{name}')" for name, sql in checks]
    words.append(f"nullable={field.nullable}")
    words += [f"comment={field.description!r}"] if field.description else []
    if field.is_key:
        words.append("primary_key=True")
    elif field.unique:
        words.append("unique=True")
    elif field.index or field.type == "reference":
        words.append("index=True")
    return f"Column({', '.join(words)})"


def _key_of(field: Field) -> str:
    return f"{field.refers_to}.{field.target_column or 'id'}"


def _checks(field: Field) -> list[tuple[str, str]]:
    """The rules of fields as the tests here have them, by the names of their constraints."""
    name, least, most = _in_sql(field.column), field.minimum, field.maximum
    found = []
    if field.type in ("string", "text") and not field.may_be_blank:
        found.append(("blank", f"trim({name}) <> ''"))
    if (field.type in ("string", "text") and most not in (None, 255)) or field.type == "binary":
        limits = f"<= {most}" if least is None else f"BETWEEN {least} AND {most}"
        found.append(("length", f"length({name}) {limits}"))
    elif field.type in ("smallint", "integer", "decimal") and least is not None:
        limits = f">= {least}" if most is None else f"BETWEEN {least} AND {most}"
        found.append(("range", f"{name} {limits}"))
    if field.type == "enum":
        values = ", ".join(f"'{value}'" for value in sorted(field.values))
        found.append(("enum", f"{name} IN ({values})"))
    if field.type == "email":
        found.append(("lower", f"{name} = lower({name})"))
    return [(f"{field.column}_{rule}", sql) for rule, sql in found]


def _in_sql(column: str) -> str:
    return column if column.islower() else f'"{column}"'


def _type(field: Field) -> str:
    if field.type in ("string", "email", "url"):
        return f"String({field.maximum})"
    if field.type == "reference":
        return _id(field.target)
    if field.type == "decimal":
        return f"exact({field.precision}, {field.scale})"
    if field.type == "list":
        return f"{'text' if field.of == 'string' else field.of}_list".upper()
    return TYPES[field.type]


def _id(id: Field | None) -> str:
    return _type(id) if id else "KEY"


def _between(route: Route) -> list[str]:
    tables = []
    for association in associations(route):
        one, two = association.tables.items()
        key = "ForeignKey('{}.{}', ondelete='CASCADE'), primary_key=True"
        keys = {name: column or "id" for name, column in association.keys.items()}
        ids = {name: _id(id) for name, id in association.ids.items()}
        first = f"Column('{one[0]}', {ids[one[0]]}, {key.format(one[1], keys[one[0]])})"
        second = (
            f"Column('{two[0]}', {ids[two[0]]}, {key.format(two[1], keys[two[0]])}, index=True)"
        )
        tables.append(f"Table('{association.table}', metadata, {first}, {second})")
    return tables
