"""The OpenAPI document says what the endpoints of a resource take and answer."""

from types import NoneType
from typing import Any

from checks.base import Checks

TYPES: dict[type, str] = {bool: "boolean", int: "integer", float: "number", str: "string"}
TYPES |= {list: "array", dict: "object", NoneType: "null"}


class DocumentChecks(Checks):
    """What the document says of a resource."""

    def test_the_document_says_what_a_row_shows(self) -> None:
        document = self.client.get("/openapi.json").get_json()
        answer = document["paths"][self.factory.path]["post"]["responses"].get("201")
        if answer is None:
            return  # the view names no schema, so the document knows none
        content = schema_in(document, answer)["content"]
        schema = schema_in(document, content["application/json"]["schema"])
        row = self.client.post(self.factory.path, json=self.factory.body()).get_json()
        assert sorted(schema["required"]) == sorted(row)
        for name, value in row.items():
            types = schema_in(document, schema["properties"][name]).get("type")
            assert types is None or TYPES[type(value)] in types, name

    def test_the_document_says_what_must_be_sent(self) -> None:
        document = self.client.get("/openapi.json").get_json()
        content = document["paths"][self.factory.path]["post"]["requestBody"]["content"]
        schema = schema_in(document, content["application/json"]["schema"])
        assert schema["properties"].keys() >= self.factory.writable.keys()
        response = self.client.post(self.factory.path, data="{}", content_type="application/json")
        missing = response.get_json().get("errors", {}) if response.status_code == 400 else {}
        assert sorted(schema.get("required", [])) == sorted(missing)

    def test_the_document_says_how_a_list_is_filtered(self) -> None:
        document = self.client.get("/openapi.json").get_json()
        parameters = document["paths"][self.factory.path]["get"].get("parameters", [])
        named = {parameter.get("name"): parameter for parameter in parameters}
        if "filters" not in named:
            return  # the view names no schema here either
        properties = schema_in(document, named["filters"]["schema"])["properties"]
        assert schema_in(document, properties["id__in"])["type"] == "array"
        for name in (name for name in properties if name.endswith("__isnull")):
            response = self.client.get(self.factory.path, query_string={name: "true"})
            assert response.status_code == 200, name


def schema_in(document: Any, schema: Any) -> Any:
    """Return a schema or an answer, or what it refers to, with the parts that it is made of."""
    found = document if "$ref" in schema else schema
    for step in schema.get("$ref", "").split("/")[1:]:
        found = found[step]
    parts = [schema_in(document, part) for part in found.get("allOf", [])]
    if not parts or "properties" in found:
        return found
    properties = {name: part["properties"][name] for part in parts for name in part["properties"]}
    required = [name for part in (found, *parts) for name in part.get("required", [])]
    return {"properties": properties, "required": required}
