"""OpenAPI documents, and what they have to be."""

from typing import Any

from openapi_spec_validator import OpenAPIV31SpecValidator


def faults(document: dict[str, Any]) -> list[str]:
    """What is wrong with a document, by OpenAPI 3.1 and JSON Schema 2020-12."""
    return [str(error.message) for error in OpenAPIV31SpecValidator(document).iter_errors()]


def whole(schemas: Any, name: str) -> dict[str, Any]:
    """An object of a document, with what it shares with others."""
    schema = schemas[name]
    parts = [
        whole(schemas, part["$ref"].rpartition("/")[2]) if "$ref" in part else part
        for part in schema.get("allOf", [])
    ]
    properties: dict[str, Any] = {}
    for part in (*parts, schema):
        for key, said in part.get("properties", {}).items():
            properties[key] = {**properties.get(key, {}), **said}
    required = [key for part in (*parts, schema) for key in part.get("required", [])]
    return {"properties": properties, "required": required}


LIBRARY = {
    "project": {"enums": {"state": ["new", "sold"]}},
    "routes": {
        "authors": {
            "key": "string:max=1",  # few enough that a client meets those that are there
            "fields": {
                "name": "string:required:max=50",
                "email": "email:unique",
                "secret": "password",
                "born": "date",
                "portrait": "binary:max=300",
            },
        },
        "books": {
            "bulk": True,
            "fields": {
                "author": "reference:to=authors:required",
                "title": {"type": "string", "required": True, "pattern": "^[A-Z]"},
                "price": "decimal:min=0",
                "status": "enum:of=state:default=new",
                "wanted": "enum:of=state",
                "data": "json",
                "labels": "list:of=string",
                "numbers": "list:of=integer:default=[1]",
                "keys": "list:of=uuid:default=[]",
                "at": "datetime",
                "others": "many:to=authors",
                "follows": "reference:to=books",
                "about": "reference:to=authors,biographies",
            },
            "subroutes": {"notify": {"type": "POST"}},
        },
        "biographies": {
            "key": "author",
            "fields": {"author": "reference:to=authors:required", "text": "text"},
        },
    },
}
"""A spec that a property-based client gets through in the time that it has."""

EVERYTHING = {
    "project": {"description": "One field of every kind."},
    "routes": {
        "users": {
            "description": "Who signs in.",
            "fields": {
                "name": "string:required:max=120:description=In full, as they write it",
                "email": "email:required:unique",
                "age": "integer:min=0:max=150",
                "secret": "password:required",
                "note": "text:private",
                "level": "integer:default=1:readonly",
                "site": "url",
                "tags": "many:to=tags",
            },
            "subroutes": {"stats": {}, "notify": {"type": "POST"}},
        },
        "tags": {
            "bulk": True,
            "idempotency": True,
            "fields": {"label": "string:required:unique:min=1:max=30"},
        },
        "orders": {
            "fields": {
                "user": "reference:to=users:required:on_delete=cascade",
                "seller": "reference:to=users:on_delete=set_null",
                "total": "decimal:precision=10:scale=2:min=0:required",
                "share": "decimal:precision=5:scale=3:min=0.5:max=10",
                "status": "enum:values=new,paid,shipped:default=new:nullable",
                "open": "boolean:required",
                "due": "date:min=2020-01-01:max=2030-12-31",
                "at": "time",
                "placed_at": "datetime:default=now",
                "token": "uuid:unique:default=uuid",
                "data": "json",
                "big": "bigint",
                "ratio": "float:min=-1.5",
                "rank": "smallint:default=7:nullable",
                "code": {"type": "string", "pattern": "^[A-Z]{2}[0-9]+$", "max": 10},
                "scan": "binary:required:max=100",
            }
        },
        "news": {"mock": [1]},
    },
}
"""A spec with every type of field, and with routes that have none."""
