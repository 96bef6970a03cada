"""The text of ``ant.json``.

It is what ``json.dumps(…, indent=2)`` gives, which would take ten times as long: every command that
changes a project writes this text, and it is as long as the project is large.
"""

import json
from collections.abc import Iterable
from functools import cache

from ant import __version__
from ant.core.access.auth import Auth
from ant.core.fields.field import Field
from ant.core.fields.polymorphic import written
from ant.core.memo import once
from ant.core.spec import Route, Spec, Subroute
from ant.rendering.json_text import escaped_halves

SCHEMA = ".ant/schema.json"

_STEP = "  "


def manifest_text(spec: Spec) -> str:
    """Return the spec as ``ant.json`` holds it."""
    routes = [(route.names.text, _route(route)) for route in spec.routes]
    entries = [
        ("$schema", _value(SCHEMA, _STEP)),
        ("ant", _value(spec.made_by or __version__, _STEP)),
        ("project", _value(spec._replace(routes=()).to_json()["project"], _STEP)),
        ("routes", _object(routes, _STEP)),
    ]
    return escaped_halves(_object(entries, ""))


@once
def _route(route: Route) -> str:
    if route.fields:
        fields = [(field.name, _field(field)) for field in written(route.fields)]
        entries = [("key", _value(route.key, ""))] if route.key else []
        entries += _auth(route.auth, _STEP * 3)
        entries += [("accounts", "true")] if route.accounts else []
        owners = route.owners.items()
        entries += [(word, _value(owner.to_json(), _STEP * 3)) for word, owner in owners]
        entries += [("if_match", _value(route.if_match, ""))] if route.if_match else []
        if route.idempotency is not None:
            entries.append(("idempotency", _value(route.idempotency, "")))
        ruled = route.rules.to_json().items()
        entries += [(word, _value(rules, _STEP * 3)) for word, rules in ruled]
        entries += [("delete", _value(route.delete, ""))] if route.delete else []
        entries += [("bulk", "true")] if route.bulk else []
        entries.append(("fields", _object(fields, _STEP * 3)))
    else:
        entries = _endpoint(route, _STEP * 3)
    if route.stored_as:
        entries = [("table", _value(route.stored_as, "")), *entries]
    if route.description:
        entries = [("description", _value(route.description, "")), *entries]
    if route.subroutes:
        subroutes = [(subroute.name, _subroute(subroute)) for subroute in route.subroutes]
        entries = [*entries, ("subroutes", _object(subroutes, _STEP * 3))]
    return _object(entries, _STEP * 2)


@once
def _field(field: Field) -> str:
    return _value(field.to_json(), _STEP * 4)


def _subroute(subroute: Subroute) -> str:
    if subroute.mock is None:
        return _unmocked_subroute(subroute.method, subroute.auth)
    return _object(_endpoint(subroute, _STEP * 5), _STEP * 4)


@cache  # as often as there are methods and guards
def _unmocked_subroute(method: str, auth: Auth | None) -> str:
    return _object(_endpoint(Subroute("", method, auth=auth), _STEP * 5), _STEP * 4)


def _endpoint(endpoint: Route | Subroute, indent: str) -> list[tuple[str, str]]:
    entries = [("type", f'"{endpoint.method}"'), *_auth(endpoint.auth, indent)]
    if endpoint.mock is not None:
        entries.append(("mock", _value(endpoint.mock.value, indent)))
    return entries


def _auth(auth: Auth | None, indent: str) -> list[tuple[str, str]]:
    return [] if auth is None else [("auth", _value(auth.to_json(), indent))]


def _object(entries: Iterable[tuple[str, str]], indent: str) -> str:
    """An object, in lines; its keys are names that JSON need not escape."""
    lines = f",\n{indent}{_STEP}".join([f'"{key}": {text}' for key, text in entries])
    return f"{{\n{indent}{_STEP}{lines}\n{indent}}}" if lines else "{}"


def _value(value: object, indent: str) -> str:
    """Any value; a line break in its text is never part of a string, which would escape it."""
    return json.dumps(value, indent=len(_STEP), ensure_ascii=False).replace("\n", f"\n{indent}")
