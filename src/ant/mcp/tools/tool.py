"""The definition of a tool."""

from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

from ant.core.text.json_value import Json
from ant.mcp.folders import Folders
from ant.mcp.plans import Plans

Arguments = Mapping[str, Any]

STRING: Json = {"type": "string"}
BOOLEAN: Json = {"type": "boolean"}
OBJECT: Json = {"type": "object"}
LIST: Json = {"type": "array"}
FIELDS: Json = {"type": ["array", "object"]}
SPEC: Json = {"type": ["object", "string"]}


class Context(NamedTuple):
    """What all calls of a server share."""

    folders: Folders
    plans: Plans


class Tool(NamedTuple):
    """One tool: its description, its schemas, and its function."""

    name: str
    about: str
    takes: Mapping[str, Json]
    """The schemas of its arguments by name; one that has to be given ends with ``!`` there."""
    gives: Mapping[str, Json]
    """The schemas of what it answers. None of it is required: a refusal has ``problems`` alone, and
    clients hold every answer against the schema."""
    run: Callable[[Context, Arguments], dict[str, Json]]
    destroys: bool | None = None
    """Whether it may change or remove what is there; None where it only looks."""
    takes_long: bool = False
    """Whether others need not wait for it, since it runs a program that has its own lock."""

    @property
    def input_schema(self) -> dict[str, Json]:
        """The JSON Schema of its arguments."""
        return _schema(self.takes)

    @property
    def output_schema(self) -> dict[str, Json]:
        """The JSON Schema of its answer."""
        return _schema(self.gives)


def _schema(entries: Mapping[str, Json]) -> dict[str, Json]:
    required = [name.removesuffix("!") for name in entries if name.endswith("!")]
    properties = {name.removesuffix("!"): schema for name, schema in entries.items()}
    needed = {"required": required} if required else {}
    return {"type": "object", "properties": properties, **needed}
