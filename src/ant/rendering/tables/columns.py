"""The columns of a resource, as its model has them."""

from ant.core.access.ownership import Claim
from ant.core.deletion import DELETED_AT
from ant.core.fields.field import Field
from ant.core.fields.polymorphic import Polymorphic
from ant.core.keys import is_text
from ant.core.relations import Association
from ant.rendering.code import Code, Piece, assigned, call, text
from ant.rendering.enums import ONE_OF, constants_of, import_lines, rule_code
from ant.rendering.tables.checks import Check, checks_of, sql_name
from ant.rendering.values import grouped, in_order, value_literal

KEY_TYPE = "KEY"
UUID_KEY, MAKE_KEY = "UUID_KEY", "make_key"
"""The type and the maker of ids in ``helper.keys``."""
TEXT_KEY = "TextKey"
"""The type of ids in ``helper.text_keys``."""
INDENT = " " * 4


def column_line(field: Field, claim: Claim | None = None) -> str:
    """Return the line, or lines, that a model has for a field.

    ``claim`` is what of a token it holds, where a row belongs to somebody by it.
    """
    kind = field.kind
    optional = " | None" if field.nullable and kind.annotation != "Any" else ""
    arguments = [_foreign_key(field.refers_to, field.on_delete) if field.to else sql_type(field)]
    if field.is_key:  # what refers to it takes its type, which has to be known by then
        arguments = [_type_of_ids(field.target), *arguments]
    names = {} if field.column == field.attribute else {"key": text(field.attribute)}
    is_own = not field.is_key  # what belongs to a key by itself is not said of it
    column = call(
        "mapped_column",
        *([text(field.column)] if names else []),
        *arguments,
        *(_check(field, check) for check in checks_of(field)),
        **names,
        primary_key=None if is_own else "True",
        nullable=str(field.nullable) if kind.annotation == "Any" else None,
        unique="True" if field.unique else None,
        index="True" if is_own and is_indexed(field) else None,
        default=default_literal(field),
        deferred="True" if is_hidden(field) else None,
        info=_claimed(claim) if claim else None,
        comment=text(field.description) if field.description else None,
    )
    return assigned(f"{field.attribute}: Mapped[{kind.annotation}{optional}]", column, INDENT)


def key_lines(field: Field) -> list[str]:
    """Return the lines of a reference that is the key: its rows have it under both names."""
    other = call("synonym", text(field.attribute))
    return [column_line(field), assigned(field.key, other, INDENT)]


def computed_lines(reference: Polymorphic) -> list[str]:
    """Return the lines that a model has for what clients know of a polymorphic reference."""
    optional = "" if reference.required else " | None"
    cases = [
        Code("(", [f"{part.attribute}.is_not(None)", text(part.to)]) for part in reference.parts
    ]
    kind = call("column_property", call("case", *cases))
    parts = [part.attribute for part in reference.parts]
    if len(parts) == 1:
        parts.append("None")  # SQLite's takes no fewer than two
    # Told, since a column that refers to another has its type only when all models are there.
    kind_of_ids = _type_of_ids(reference.parts[0].target)
    row = call("column_property", call("func.coalesce", *parts, type_=kind_of_ids))
    annotation = reference.parts[0].kind.annotation
    return [
        assigned(f"{reference.type_key}: Mapped[str{optional}]", kind, INDENT),
        assigned(f"{reference.id_key}: Mapped[{annotation}{optional}]", row, INDENT),
    ]


def deletion_line() -> str:
    """Return the line of the column that says when a row was deleted, which no answer shows."""
    marked = Code("{", [f"{text('deletion')}: True"], "}")
    column = call("mapped_column", "MOMENT", deferred="True", info=marked)
    return assigned(f"{DELETED_AT}: Mapped[dt.datetime | None]", column, INDENT)


def _claimed(claim: Claim) -> Code:
    values = {"claim": claim.name, "all": claim.all}
    pairs: list[Piece] = [f"{text(key)}: {text(name)}" for key, name in values.items() if name]
    return Code("{", pairs, "}")


def _check(field: Field, check: Check) -> Code:
    column, of_enum = field.column, check.rule == "enum" and field.enum
    rule = rule_code(field, sql_name(column)) if of_enum else text(check.sql(column))
    return call("CheckConstraint", rule, name=text(f"{column}_{check.rule}"))


def association_lines(association: Association) -> list[str]:
    """Return the lines of the two columns of a table between two routes."""
    lines = []
    for name, to in association.tables.items():
        index = "True" if name == association.field_column else None
        column = call("mapped_column", _foreign_key(to, "cascade"), primary_key="True", index=index)
        id_field = association.ids[name]
        annotation = id_field.kind.annotation if id_field else "int"
        lines.append(assigned(f"{name}: Mapped[{annotation}]", column, INDENT))
    return lines


def id_line(id: Field | None) -> str:
    """Return the line that a model has for the ids of its rows."""
    if id is None:
        return f"{INDENT}id: Mapped[int] = mapped_column({KEY_TYPE}, primary_key=True)"
    made = None if is_text(id) else MAKE_KEY
    column = call("mapped_column", _type_of_ids(id), primary_key="True", default=made)
    return assigned(f"id: Mapped[{id.kind.annotation}]", column, INDENT)


def _type_of_ids(id: Field | None) -> Piece:
    """The type of a column of ids."""
    if id is None:
        return KEY_TYPE
    return call(TEXT_KEY, *map(str, id.kind.sizes(id))) if is_text(id) else UUID_KEY


def sql_type(field: Field) -> Piece:
    """Return the type of a field's column as a model writes it."""
    sizes = field.kind.sizes(field)
    return call(field.kind.column, *map(str, sizes)) if sizes else field.kind.column


def is_hidden(field: Field) -> bool:
    """Whether no row in an answer shows it."""
    return field.private or field.kind.is_hidden or field.kind.is_bytes


def is_indexed(field: Field) -> bool:
    """Whether it has an index: every reference has, unless it is unique."""
    return (field.index or field.is_reference) and not field.unique


def default_literal(field: Field) -> Piece | None:
    """Return what a row has without a value, as an argument of a column; None for nothing."""
    if field.default is None:
        return None
    if field.is_made:
        return field.kind.maker
    return value_literal(field, field.default.value)


def model_imports(
    fields: tuple[Field, ...], rules: frozenset[str] = frozenset(), id: Field | None = None
) -> list[str]:
    """Return the import lines of a model, an empty one between their groups.

    ``rules`` is what its rules over several columns need of SQLAlchemy.
    """
    columns = [field for field in fields if field.is_column]
    types = {field.kind.column for field in columns if not field.kind.is_own_column}
    types |= {"ForeignKey"} if any(field.to for field in columns) else set()
    types |= {"CheckConstraint"} if any(map(checks_of, columns)) else set()
    types |= {"case", "func"} if any(field.part_of for field in columns) else set()
    is_referring = any(field.is_key for field in columns)
    computed_ids = [field.target for field in columns if field.part_of]
    own = {"MOMENT", "utc_now"} | ({KEY_TYPE} if None in (id, *computed_ids) else set())
    own |= {field.kind.column for field in columns if field.kind.is_own_column and not field.to}
    own |= {field.kind.maker for field in columns if field.is_made}
    standard = {"import datetime as dt", "from dataclasses import dataclass"}
    standard |= {field.kind.annotation_import for field in [*columns, *([id] if id else [])]} - {""}
    sqlalchemy_names, enums = isort_order({*types, *rules}), constants_of(columns)
    computed = "column_property, " if computed_ids else ""
    behind = ", synonym" if is_referring else ""
    orm = f"from sqlalchemy.orm import Mapped, {computed}mapped_column{behind}"
    return grouped(
        [
            in_order(standard),
            [f"from sqlalchemy import {sqlalchemy_names}", orm] if sqlalchemy_names else [orm],
            [
                f"from helper.columns import {isort_order(own)}",
                *import_lines(enums | {ONE_OF} if enums else enums),
                *_key_imports(id, computed_ids, is_made=not is_referring),
                "from startup.Alchemy import Base",
            ],
        ]
    )


def _key_imports(id: Field | None, others: list[Field | None], *, is_made: bool) -> list[str]:
    """The lines that import the types of ids which are no numbers."""
    used = [other for other in (id, *others) if other]
    uuids = [UUID_KEY] if any(not is_text(other) for other in used) else []
    uuids += [MAKE_KEY] if id and not is_text(id) and is_made else []
    lines = [f"from helper.keys import {', '.join(uuids)}"] if uuids else []
    if any(is_text(other) for other in used):
        lines.append(f"from helper.text_keys import {TEXT_KEY}")
    return lines


def isort_order(names: set[str]) -> str:
    """Constants, then classes, then the rest, as isort orders names."""
    return ", ".join(sorted(names, key=lambda name: (not name.isupper(), name[0].islower(), name)))


def _foreign_key(table: str, on_delete: str) -> Code:
    action = on_delete.replace("_", " ").upper()
    return call("ForeignKey", text(f"{table}.id"), ondelete=text(action))
