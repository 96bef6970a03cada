"""The fields of a resource, as its schemas have them."""

import re

from ant.core.access.ownership import Claim
from ant.core.fields.attribute_names import attribute_of
from ant.core.fields.field import Field
from ant.core.fields.polymorphic import Polymorphic
from ant.core.keys import is_text
from ant.field_types.base import FieldType
from ant.rendering.code import Code, Piece, assigned, call, text
from ant.rendering.enums import constants_of, import_lines, values_code
from ant.rendering.tables.columns import INDENT, default_literal, is_hidden
from ant.rendering.values import grouped, in_order, value_literal

SCHEMA_FIELDS = FieldType.schema_module
LINKS = "Links"
BYTES = "BytesOnRequest"
MOST_LINKS = 1000
"""Ids in one body; a statement of SQLite takes 32,766 parameters."""


def writable(fields: tuple[Field, ...]) -> list[Field]:
    """Return the fields that clients may send."""
    return [field for field in fields if field.is_column and not field.readonly]


def readable(fields: tuple[Field, ...]) -> list[Field]:
    """Return the fields that clients may see."""
    return [field for field in fields if field.is_column and not is_hidden(field)]


def links_line(field: Field, *, is_sent: bool = False) -> str:
    """Return the line that a schema has for the ids of linked rows, which may be sent or shown."""
    field_code = call(
        LINKS,
        f"{_class_of_ids(field)}()",
        attribute=text(ids_of(field)),
        data_key=None if attribute_of(field.name) == field.name else text(field.name),
        validate=f"validate.Length(max={MOST_LINKS})" if is_sent else None,
        metadata=_documented(field, ""),
    )
    return assigned(attribute_of(field.name), field_code, INDENT)


def ids_of(field: Field) -> str:
    """Return what rows call the ids that a field of type ``many`` links them to."""
    return f"{field.name}__ids"


def _class_of_ids(field: Field) -> str:
    return field._replace(type="reference").kind.schema_class


def _classes_of_ids(fields: tuple[Field, ...]) -> set[str]:
    return {_class_of_ids(field) for field in fields if not field.is_column}


def _links_imports(fields: tuple[Field, ...]) -> list[str]:
    is_linked = any(not field.is_column for field in fields)
    return [f"from helper.links import {LINKS}"] if is_linked else []


def post_line(field: Field, claim: Claim | None = None, reserved: tuple[str, ...] = ()) -> str:
    """Return the line, or lines, that the schema of a POST has for a field.

    ``claim`` is what of a token it holds, where a row belongs to somebody by it; what is
    ``reserved`` it cannot be.
    """
    required = (field.required and not claim) or None
    default = None if required else default_literal(field) or ("None" if field.nullable else None)
    field_code = call(
        field.kind.schema_class,
        *field.kind.schema_arguments(field),
        required="True" if required else None,
        **_named(field),
        load_default=default,
        allow_none="True" if field.nullable and field.default else None,
        allow_blank=_allow_blank(field),
        validate=_validators(field, reserved),
        metadata=_documented(field, _write_claim(claim), is_ignored=bool(claim and not claim.all)),
    )
    return assigned(field.code_name, field_code, INDENT)


def row_of_line(reference: Polymorphic) -> str:
    """Return the line of a schema that puts what is sent of such a reference into its columns."""
    return assigned(
        reference.name, call("row_of", *map(text, (reference.name, *reference.routes))), INDENT
    )


def _named(field: Field) -> dict[str, Piece | None]:
    """What clients and models call a field, where schemas call it otherwise."""
    if field.is_key:
        return {"attribute": text(field.attribute)}
    return {"data_key": text(field.key) if field.key != field.attribute else None}


def _write_claim(claim: Claim | None) -> str:
    if claim is None:
        return ""
    who = f"counts for the role {claim.all} alone" if claim.all else "is ignored"
    return f"Whose row it is: the token's {claim.name}. What is sent {who}."


def _documented(field: Field, of_claim: str, *, is_ignored: bool = False) -> Code | None:
    """What the API's document says of a field beside its type."""
    description = " ".join(filter(None, (field.description, of_claim)))
    more: list[Piece] = [f"{text('readOnly')}: True"] if is_ignored else []
    return (
        Code("{", [f"{text('description')}: {text(description)}", *more], "}")
        if description
        else None
    )


def kept_by_put(fields: tuple[Field, ...]) -> list[Field]:
    """Return the fields that a PUT leaves as they are where it does not name them.

    Nobody is shown them, so who sends back a row as it was shown must not lose them.
    """
    return [field for field in writable(fields) if is_hidden(field) and not field.required]


def put_line(field: Field) -> str:
    """Return the line that the schema of a PUT has for such a field: without a default."""
    allow_none = "True" if field.nullable else None
    field_code = call(
        field.kind.schema_class,
        *field.kind.schema_arguments(field),
        **_named(field),
        allow_none=allow_none,
        allow_blank=_allow_blank(field),
        validate=_validators(field),
        metadata=_documented(field, ""),
    )
    return assigned(field.attribute, field_code, INDENT)


def put_imports(fields: tuple[Field, ...], parent: str) -> list[str]:
    """Return the import lines of the schema of a PUT, whose own base is imported by ``parent``."""
    own = tuple(field._replace(default=None) for field in kept_by_put(fields))
    if not own:
        return [parent]
    checks = "from marshmallow import Schema"
    lines = [line for line in post_imports(own) if line not in (checks, "")]
    lines = [line.replace("Schema, ", "") for line in lines]
    third_party = [line for line in lines if "marshmallow" in line]
    local = [line for line in lines if line.startswith("from helper.")]
    standard = [line for line in lines if line not in (*third_party, *local)]
    return grouped([standard, third_party, [*local, parent]])


def read_line(field: Field, claim: Claim | None = None) -> str:
    """Return the line, or lines, that the schema of what clients see has for a field.

    ``claim`` is what of a token it holds, where a row belongs to somebody by it.
    """
    one_of = call("validate.OneOf", values_code(field))  # for filters: answers check nothing
    field_code = call(
        _shown_class(field),
        *field.kind.schema_arguments(field),
        **_named(field),
        dump_only="True" if field.is_key else None,  # or marshmallow wants an attribute of its own
        allow_none="True" if field.nullable else None,
        validate=one_of if field.values else None,
        metadata=_documented(field, _read_claim(claim)),
    )
    return assigned(field.code_name, field_code, INDENT)


def bytes_line(field: Field) -> str:
    """Return the line that the schema of what clients see has for bytes."""
    allow_none = "True" if field.nullable else None
    field_code = call(
        BYTES, **_named(field), allow_none=allow_none, metadata=_documented(field, "")
    )
    return assigned(field.attribute, field_code, INDENT)


def _read_claim(claim: Claim | None) -> str:
    if claim is None:
        return ""
    others = f", but for the role {claim.all}" if claim.all else ""
    return f"Whose row it is: only rows of the token's {claim.name} are shown{others}."


def shown_id_line(id: Field | None) -> str:
    """Return the line that the schema of what clients see has for the ids of rows."""
    return f"{INDENT}id = {_shown_class(id)}()" if id else f"{INDENT}id = Integer(bits=64)"


def read_imports(fields: tuple[Field, ...], id: Field | None = None) -> list[str]:
    """Return the import lines of the schema of what clients see."""
    own = _shown_class(id) if id else "Integer"
    links = _links_imports(fields)
    classes = {own, "Moment", *map(_shown_class, readable(fields)), *_classes_of_ids(fields)}
    checks = ", validate" if any(field.values for field in readable(fields)) else ""
    enums = import_lines(constants_of(readable(fields)))
    binary = (
        [f"from helper.binary import {BYTES}"] if any(field.has_url for field in fields) else []
    )
    local = [*binary, *enums, *links, _schema_fields(classes)]
    return grouped([[f"from marshmallow import Schema{checks}"], local])


def post_imports(fields: tuple[Field, ...], *, polymorphic: bool = False) -> list[str]:
    """Return the import lines of the schema of a POST, an empty one between their groups."""
    written = writable(fields)
    standard = {field.kind.literal_import for field in written if _values(field)} - {""}
    links = _links_imports(fields)
    is_checked = any("validate." in post_line(field) for field in written)
    checks = ", validate" if links or is_checked else ""
    makers = {field.kind.maker for field in written if field.is_made and not field.required}
    others = {field.kind for field in written if field.kind.schema_module != SCHEMA_FIELDS}
    classes = {field.kind.schema_class for field in written if field.kind not in others}
    patterns = (field.pattern or (field.target and field.target.pattern) for field in written)
    classes |= {"Matches"} if any(patterns) else set()
    classes |= _classes_of_ids(fields)
    groups = [
        in_order(standard),
        [f"from marshmallow import Schema{checks}"],
        sorted({f"from {kind.schema_module} import {kind.schema_class}" for kind in others})
        + ([f"from helper.columns import {', '.join(sorted(makers))}"] if makers else [])
        + import_lines(constants_of(written))
        + links
        + (["from helper.polymorphic import row_of"] if polymorphic else []),
        [_schema_fields(classes)] if classes else [],
    ]
    return grouped([*groups[:2], groups[2] + groups[3]])


def _schema_fields(classes: set[str]) -> str:
    return f"from {SCHEMA_FIELDS} import {', '.join(sorted(classes))}"


def _values(field: Field) -> list[object]:
    """The values that its line holds as literals."""
    default = None if field.required or field.is_made or not field.default else field.default.value
    defaults = [default] if field.default else []
    return [value for value in (*defaults, field.minimum, field.maximum) if value not in (None, [])]


def _shown_class(field: Field) -> str:
    return field.kind.shown_class or field.kind.schema_class


def _allow_blank(field: Field) -> str | None:
    takes_it = field.kind.schema_class in ("String", "Password")
    return "True" if field.may_be_blank and takes_it else None


def _validators(field: Field, reserved: tuple[str, ...] = ()) -> Piece | None:
    if field.target and is_text(field.target):
        field = field.target  # whose texts it holds
    found: list[Piece] = []
    if field.kind.is_bytes:
        return None  # its class of schemas counts them
    if field.kind.longest:
        found += _bounds("validate.Length", _number(field.minimum), _number(field.maximum))
    elif field.minimum is not None or field.maximum is not None:
        bounds = [
            None if limit is None else value_literal(field, limit)
            for limit in (field.minimum, field.maximum)
        ]
        found += _bounds("validate.Range", *bounds)
    if field.values:
        found.append(call("validate.OneOf", values_code(field)))
    if field.pattern:
        found.append(call("Matches", text(_python_pattern(field.pattern))))
    if reserved:
        listed = Code("[", [*map(text, reserved)], "]")
        found.append(call("validate.NoneOf", listed, error=text("Is the URL of something else.")))
    if len(found) > 1:
        return Code("[", found, "]")
    return found[0] if found else None


def _python_pattern(pattern: str) -> str:
    """Return a pattern for Python, whose own ``$`` also matches before a last line feed."""
    if re.compile(pattern).flags & re.MULTILINE:
        return pattern  # in which it shall match there
    parts = re.findall(r"\\.|\[\^?\]?(?:\\.|[^\]])*\]|.", pattern, re.DOTALL)
    return "".join(r"\Z" if part == "$" else part for part in parts)


def _number(value: object) -> str | None:
    return None if value is None else str(value)


def _bounds(name: str, least: Piece | None, most: Piece | None) -> list[Piece]:
    return [call(name, min=least, max=most)] if least or most else []
