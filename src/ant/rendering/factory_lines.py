"""What the tests of a resource know of its fields."""

from ant.core.fields import Field
from ant.core.relations import Collection
from ant.core.route_names import RouteNames
from ant.core.spec import Route
from ant.rendering.code import Code, Piece, assigned, call, literal, text
from ant.rendering.columns import INDENT, is_now
from ant.rendering.order import natural_order
from ant.rendering.schema_lines import LENGTHS
from ant.rendering.values import grouped

KINDS = {
    "string": "Text", "text": "Text", "email": "Email", "url": "Url", "password": "Password",
    "integer": "Whole", "bigint": "Whole", "float": "Number", "decimal": "Exact",
    "boolean": "Flag", "enum": "Choice", "uuid": "Uuid", "json": "Document",
    "reference": "Reference", "many": "Many",
    "date": "Date", "time": "Time", "datetime": "Moment",
}  # fmt: skip
"""The class for each type."""

MODULES = {
    **dict.fromkeys(("Text", "Email", "Url", "Password"), "factories.texts"),
    **dict.fromkeys(("Whole", "Number", "Exact"), "factories.numbers"),
    **dict.fromkeys(("Date", "Time", "Moment", "NOW"), "factories.moments"),
}
"""Where a class is defined; the others are in ``factories.kinds``."""


def factory_view(route: Route) -> dict[str, object]:
    """Return what the module of a route's factory is made from."""
    names = route.names
    service = names.service
    factory = call(
        "Factory",
        text(names.text),
        f"{names.class_name}Fields",
        names.schema_class,
        f"{service}.create_{names.text}",
        f"{service}.patch_{names.text}",
        names.read_schema_class,
    )
    return {
        "imports": _factory_imports(route),
        "lines": [_field_line(route, each) for each in route.fields],
        "factory": assigned(f"{names.text}_factory", factory, ""),
    }


def tests_view(route: Route, collections: tuple[Collection, ...]) -> dict[str, object]:
    """Return what the module of a route's tests is made from."""
    below = [_collection(each) for each in collections]
    checks = {"checks.resource": {"ResourceChecks"}}
    if below:
        checks["checks.collections"] = {str(each["checks"]) for each in below}
    routes = {route.names.text, *(each.route for each in collections)}
    factories = {f"factories.{each}_factory": {f"{each}_factory"} for each in routes}
    mocks = {"helper.functions.load_mock": {"load_mock"}} if route.is_mocked else {}
    own = _import_lines({**checks, **factories, **mocks})
    standard = ["import json", ""] if route.is_mocked else []
    flask = "from flask.testing import FlaskClient"
    return {"imports": [*standard, flask, "", *own], "collections": below}


def _collection(collection: Collection) -> dict[str, object]:
    column = "" if collection.is_many else collection.field.column
    return {
        "class_name": RouteNames(collection.name).class_name,
        "name": collection.name,
        "target": collection.route,
        "checks": _checks(collection),
        "how": f"whose ``{column}`` it is" if column else "that it is linked to",
        "column": column,
    }


def _checks(collection: Collection) -> str:
    if collection.is_many:
        return "LinkChecks"
    return "ReadOnlyCollectionChecks" if collection.field.readonly else "CollectionChecks"


def _field_line(route: Route, field: Field) -> str:
    if field.type == "many":
        adder = f"{route.names.service}.add_{route.names.text}_{field.name}"
        return assigned(field.name, call("Many", text(field.to), adder), INDENT)
    named: dict[str, Piece | None] = {
        "bits": "64" if field.type == "bigint" else None,
        "minimum": _limit(field, field.minimum),
        "maximum": _limit(field, field.maximum),
        "blank": "True" if field.may_be_blank and field.type != "enum" else None,
        "pattern": text(field.pattern) if field.pattern else None,
        "examples": _examples(field),
    }
    flags = ("required", "unique", "private", "readonly")
    named |= {flag: "True" for flag in flags if getattr(field, flag)}
    if field.default is not None:
        named["default"] = "NOW" if is_now(field) else literal(field.default.value)
    return assigned(field.column, call(KINDS[field.type], *_arguments(field), **named), INDENT)


def _arguments(field: Field) -> list[str]:
    if field.type == "enum":
        return [text(each) for each in field.values]
    if field.type == "decimal":
        return [str(field.precision), str(field.scale)]
    if field.type == "reference":
        return [text(field.to), text(field.on_delete)]
    return []


def _limit(field: Field, value: object) -> Piece | None:
    if value is None or (field.type in LENGTHS and value == 0):
        return None
    return literal(value)


def _examples(field: Field) -> Code | None:
    """The default is a text that certainly matches the pattern."""
    if not field.pattern or field.default is None:
        return None
    return Code("[", [text(field.default.value)], "]")


def _factory_imports(route: Route) -> list[str]:
    names = route.names
    classes = {KINDS[each.type] for each in route.fields}
    classes |= {"NOW"} if any(map(is_now, route.fields)) else set()
    modules: dict[str, set[str]] = {
        "factories.factory": {"Factory"},
        names.schema_module: {names.schema_class},
        names.read_schema_module: {names.read_schema_class},
        names.service_module: {names.service},
    }
    for each in classes:
        modules.setdefault(MODULES.get(each, "factories.kinds"), set()).add(each)
    return grouped([_import_lines(modules)])


def _import_lines(modules: dict[str, set[str]]) -> list[str]:
    """Import lines in isort's order: constants first among the names of one."""
    return [
        f"from {module} import {', '.join(sorted(modules[module], key=_constants_first))}"
        for module in sorted(modules, key=natural_order)
    ]


def _constants_first(name: str) -> tuple[bool, str]:
    return (not name.isupper(), name)
