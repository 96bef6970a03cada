"""The factory of a resource, and the module of its tests."""

from ant.core.deletion import as_stored
from ant.core.fields.polymorphic import polymorphic
from ant.core.keys import is_text
from ant.core.names.route_names import RouteNames
from ant.core.relations import Collection, bytes_methods, is_linked
from ant.core.spec import Route
from ant.rendering.code import Code, Piece, assigned, call, text
from ant.rendering.guards import any_guards
from ant.rendering.import_order import natural_order
from ant.rendering.schema_lines import writable
from ant.rendering.values import grouped

NO_UUID = "00000000-0000-7000-8000-000000000001"
"""The id of no row, in the tests of routes whose rows are called by UUIDs."""
NO_TEXT = "Nobody"
"""The same where they are called by texts."""
_WITH_IDS, _REVERSE = "LinkIdChecks", "ReverseLinkChecks"
_ROW, _FIXED_ROW = "RowBelowChecks", "ReadOnlyRowBelowChecks"
_PARTED, _BELOW_PARTED = "polymorphic_checks", "PolymorphicCollectionChecks"
_MODULES = {
    _BELOW_PARTED: _PARTED,
    **dict.fromkeys((_WITH_IDS, _REVERSE), "link_checks"),
    **dict.fromkeys((_ROW, _FIXED_ROW), "row_below_checks"),
}
"""Where the tests of collections are that not every project with fields has."""


def factory_view(route: Route) -> dict[str, object]:
    """Return the view of the module of a route's factory."""
    names = route.names
    service = names.service
    kind_of_key = "keyed" if route.key_field else "named" if is_text(route.id) else ""
    kinds = [("factories.linked", "LinkedFactory")] if is_linked(route) else []
    kinds += [("factories.rules", "RuledFactory")] if as_stored(route).rules.tested else []
    if polymorphic(route.fields):
        kinds.append(("factories.polymorphic", "PolymorphicFactory"))
    kinds = kinds or [("factories.factory", "Factory")]
    module, schema = names.schema_module, names.schema_class
    if kind_of_key:
        module, schema = names.put_schema_module, names.put_schema_class
    kind = kinds[0][1] if len(kinds) == 1 else f"{names.stem}Factory"
    bytes_made: list[Piece] = [
        f"{text(field.key)}: some_bytes({field.maximum})"
        for field in writable(route.fields)
        if field.kind.is_bytes
    ]
    factory = call(
        f"{kind_of_key}({kind})" if kind_of_key else kind,
        text(names.text),
        schema,
        names.read_schema_class,
        service,
        examples=Code("{", bytes_made, "}") if bytes_made else None,
    )
    modules = {
        **{module: {parent} for module, parent in kinds},
        **({f"factories.{kind_of_key}": {kind_of_key}} if kind_of_key else {}),
        **({"factories.binary": {"some_bytes"}} if bytes_made else {}),
        module: {schema},
        names.read_schema_module: {names.read_schema_class},
        names.service_module: {service},
    }
    return {
        "imports": grouped([_import_lines(modules)]),
        "parents": ", ".join(parent for _, parent in kinds) if len(kinds) > 1 else "",
        "factory": assigned(f"{names.text}_factory", factory, ""),
    }


def tests_view(route: Route, collections: tuple[Collection, ...]) -> dict[str, object]:
    """Return the view of the module of a route's tests."""
    below = [_collection(collection) for collection in collections]
    checks = _resource_checks(route)
    bases = ", ".join(base for names in checks.values() for base in names)
    for collection in below:
        module = _MODULES.get(str(collection["checks"]), "checks.collections")
        checks.setdefault(module, set()).add(str(collection["checks"]))
    routes = {route.names.text, *(collection.route for collection in collections)}
    factories = {f"factories.{route}_factory": {f"{route}_factory"} for route in routes}
    mocks = {"helper.functions.load_mock": {"load_mock"}} if route.is_mocked else {}
    guards = {"guard_checks": {"GuardChecks"}} if any_guards(route, collections) else {}
    guards |= {"owner_checks": {"OwnerChecks"}} if route.owners else {}
    guards |= {"bulk_checks": {"BulkChecks"}} if route.bulk else {}
    guards |= {"binary_checks": {"BinaryChecks"}} if any(_bytes(route)) else {}
    guards |= {"deletion_checks": {"DeletionChecks"}} if route.delete else {}
    keys = {"idempotency_checks": {"IdempotencyChecks"}} if route.idempotency else {}
    own = _import_lines({**checks, **factories, **guards, **keys, **mocks})
    standard = ["import json", ""] if route.is_mocked else []
    flask = "from flask.testing import FlaskClient"
    view = {"imports": [*standard, flask, "", *own], "collections": below, "checks": bases}
    missing = NO_TEXT if is_text(route.id) else NO_UUID if route.id else "1"
    flags = {"keys": bool(keys), "is_kept": bool(route.delete), "bulk": route.bulk}
    return {**view, **flags, "missing": missing, "bytes": _bytes(route)}


def _bytes(route: Route) -> list[dict[str, str]]:
    """The fields that are answered as bytes, and the classes that test them."""
    return [
        {"name": field.name, "class_name": RouteNames(field.name).stem}
        for field in bytes_methods(route).values()
        if not field.readonly
    ]


def _resource_checks(route: Route) -> dict[str, set[str]]:
    """The modules of the classes that the tests of a resource inherit, in their order."""
    found = {"rule_checks": {"RuleChecks"}} if as_stored(route).rules.tested else {}
    found |= {_PARTED: {"PolymorphicChecks"}} if polymorphic(route.fields) else {}
    if route.key_field:
        found |= {"reference_key_checks": {"ReferenceKeyChecks"}}
    elif is_text(route.id):
        found |= {"named_checks": {"NamedChecks"}}
    found |= {"if_match_checks": {"IfMatchChecks"}} if route.if_match else {}
    return found or {"checks.resource": {"ResourceChecks"}}


def _collection(collection: Collection) -> dict[str, object]:
    key = "" if collection.is_many else collection.field.key
    column = collection.field.attribute if key and collection.is_single else key
    return {
        "class_name": RouteNames(collection.name).stem,
        "name": collection.name,
        "target": collection.route,
        "checks": _checks(collection),
        "does": "answers with the row" if collection.is_single else "lists the rows",
        "how": f"whose ``{key}`` it is" if key else "that it is linked to",
        "column": column,
    }


def _checks(collection: Collection) -> str:
    if collection.is_many:
        return _REVERSE if collection.is_reverse else _WITH_IDS
    is_fixed = collection.field.readonly or collection.is_claimed
    if collection.is_single:
        return _FIXED_ROW if is_fixed else _ROW
    if collection.field.part_of:
        return _BELOW_PARTED
    return "ReadOnlyCollectionChecks" if is_fixed else "CollectionChecks"


def _import_lines(modules: dict[str, set[str]]) -> list[str]:
    """Import lines in isort's order."""
    return [
        f"from {module} import {', '.join(sorted(modules[module]))}"
        for module in sorted(modules, key=natural_order)
    ]
