"""Specs of different shape for pictures, and what a picture says."""

import re
from typing import Any
from xml.etree import ElementTree

from ant.core.names.identifiers import parse_project_name
from ant.core.spec import Spec
from ant.core.spec_reader import read_spec

SVG = "{http://www.w3.org/2000/svg}"
LIBRARY = {
    "books": {
        "title": "string:required:max=200", "isbn": "string:unique:max=13", "price": "decimal",
        "authors": "many:to=authors", "related": "many:to=books",
        "sequel_of": "reference:to=books:unique",
    },
    "authors": {"name": "string:required", "mentor": "reference:to=authors"},
    "loans": {"book": "reference:to=books:required", "note": "text:private"},
}  # fmt: skip
CYCLE = {
    "teams": {"lead": "reference:to=people", "unit": "reference:to=units"},
    "people": {"team": "reference:to=teams:required", "boss": "reference:to=people"},
    "units": {"head": "reference:to=people", "site": "reference:to=sites"},
    "sites": {"unit": "reference:to=units:unique"},
}
STAR = {
    "users": {"name": "string"},
    **{f"things{number}": {"user": "reference:to=users"} for number in range(29)},
}
FLAT = {f"things{number}": {"name": "string"} for number in range(30)}
WORDS = {
    word: {"pk": "string", "fk": "integer:unique", "end": "text:required", "style": "boolean"}
    for word in ("end", "graph", "title", "one", "many", "to", "u", "direction", "style", "zero")
}
RULED = {
    "visits": {
        "pet": "string:required", "place": "string", "began_on": "date", "ended_on": "date",
        "status": "enum:values=open,done:required",
    }
}  # fmt: skip
RULES: dict[str, dict[str, Any]] = {
    "visits": {
        "unique": [{"fields": ["pet", "place"], "ignore_case": True},
                   {"fields": ["place"], "where": {"status": "open"}}],
        "index": [["status", "-created_at"], ["-ended_on", "status"]],
        "check": ["began_on <= ended_on"],
    }
}  # fmt: skip
"""The rules over several fields, by the names of routes."""
SHAPES = {
    "none": {}, "one": {"notes": {"text": "text"}}, "library": LIBRARY, "cycle": CYCLE,
    "star": STAR, "flat": FLAT, "words": WORDS, "ruled": RULED,
}  # fmt: skip


def spec_of(fields: dict[str, dict[str, Any]], **stubs: Any) -> Spec:
    """A project whose routes have these fields, and others that are stubs."""
    given = {name: {"fields": own, **RULES.get(name, {})} for name, own in fields.items()}
    routes = given | stubs
    if not routes:
        return Spec(parse_project_name("shop"))
    return read_spec({"routes": routes}, parse_project_name("shop"), lambda _: "")


def texts_of(svg: str) -> list[str]:
    """Every text that a picture shows."""
    return [element.text or "" for element in ElementTree.fromstring(svg).iter(f"{SVG}text")]


def place_of(element: ElementTree.Element) -> tuple[float, float]:
    """Where a group has been moved."""
    found = re.fullmatch(r"translate\((\S+) (\S+)\)", element.get("transform", ""))
    assert found
    return float(found[1]), float(found[2])
