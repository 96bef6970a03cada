"""Builds a helpdesk through tools that it has never seen: it knows what it wants, and English.

No tool, request or type of field is named in it. It picks tools and requests by the words that
their descriptions share with what it wants, fills in arguments by their names, writes fields as the
examples in the descriptions are written, answers questions by their first choice, and says what a
hint suggests in place of a word that was refused.
"""

import json
import re
from collections.abc import Callable, Mapping, Sequence
from typing import Any, NamedTuple

from mcp.client import Client
from mcp.types import Tool

Value = Any
"""What an argument may be: a value of JSON, or fields as they are spoken of."""

PATIENCE = 6
"""Tries of one step, each after what the last answer said."""
_EXAMPLE = re.compile(r"\b\w+(?::[\w=]+)+")
_SIGNATURE = re.compile(r"\b([A-Z]\w+)\(([^)]*)\)")
_SUGGESTED = re.compile(r"unknown \w+ '([^']+)'.*?Did you mean '([^']+)'", re.DOTALL)


class Wish(NamedTuple):
    """A step, in the words of somebody who wants it, and what it is about."""

    sentence: str
    known: Mapping[str, Any] = {}
    """Values, by words that an argument for them may be called."""


class Field(NamedTuple):
    """A column as somebody speaks of it."""

    name: str
    type: str
    words: tuple[str, ...] = ()
    leads_to: str = ""


class Cost(NamedTuple):
    """What it took to get there."""

    calls: int
    refused: int
    listed: int
    """Characters of the list of tools, which an agent reads first."""
    sent: int
    read: int


class Newcomer:
    """Somebody with a client, and nothing but what tools say of themselves."""

    def __init__(self, client: Client) -> None:
        """Take the client."""
        self._client = client
        self._tools: Sequence[Tool] = ()
        self._learned: dict[str, str] = {}
        """Words that were refused, and what to say instead."""
        self._seen: dict[str, Any] = {}
        """What answers have named: arguments of later calls may be called so."""
        self.costs: list[tuple[bool, int, int]] = []
        self.listed = 0

    async def start(self) -> None:
        """Read the list of tools."""
        self._tools = (await self._client.list_tools()).tools
        told = [
            tool.model_dump(by_alias=True, exclude_none=True, mode="json") for tool in self._tools
        ]
        self.listed = len(json.dumps(told, separators=(",", ":")))

    async def get(self, wish: Wish) -> dict[str, Any]:
        """Bring a step about; raise ``AssertionError`` where no answer leads there."""
        tool = max(self._tools, key=lambda tool: self._likeness(tool, wish))
        answer: dict[str, Any] = {}
        extra: dict[str, Any] = {}
        for _ in range(PATIENCE):
            arguments = {**self._arguments(tool, wish), **extra}
            result = await self._client.call_tool(tool.name, arguments)
            answer = result.structured_content or {}
            sizes = len(json.dumps([tool.name, arguments])), len(json.dumps(answer))
            self.costs.append((bool(result.is_error), *sizes))
            if not result.is_error and not answer.get("questions"):
                self._seen |= {
                    key: value for key, value in answer.items() if isinstance(value, str)
                }
                return answer
            extra |= self._answers(answer)
            self._learn(answer)
        raise AssertionError(f"{tool.name}: {answer.get('problems') or answer.get('questions')}")

    def _likeness(self, tool: Tool, wish: Wish) -> tuple[bool, float]:
        """Whether a tool can be called with what is known, and how many words it shares."""
        names = {*wish.known, *self._seen, *wish.sentence.split()}
        needed = tool.input_schema.get("required", [])
        text = _SIGNATURE.sub("", tool.description or "")
        shared = _words(wish.sentence) & (_words(text) | _words(tool.name))
        in_name = _words(wish.sentence) & _words(tool.name)
        takes = sum(self._value(name, wish) is not None for name in tool.input_schema["properties"])
        can = all(self._value(name, wish) is not None or name == "request" for name in needed)
        return can and bool(names), len(shared) + 2 * len(in_name) + takes / 10

    def _arguments(self, tool: Tool, wish: Wish) -> dict[str, Any]:
        properties = tool.input_schema["properties"]
        found = {name: self._value(name, wish, writing=True) for name in properties}
        if "request" in properties:  # one tool for many: its description lists what can be asked
            wanted = _words(wish.sentence)
            signatures = _SIGNATURE.findall(tool.description or "")
            asked, takes = max(signatures, key=lambda one: len(wanted & _words(one[0])))
            inner = {
                name: self._value(name, wish, writing=True) for name in re.findall(r"\w+", takes)
            }
            found |= {"request": asked, "arguments": _without_none(inner)}
        return _without_none(found)

    def _value(self, name: str, wish: Wish, writing: bool = False) -> Value:
        for word, value in {**self._seen, **wish.known}.items():
            if word == name or (word in name.split("_") and word in wish.known):
                return self._written(value) if writing else value
        return None

    def _written(self, value: Value) -> Value:
        """A value as the examples are written; fields among others."""
        if isinstance(value, list) and value and isinstance(value[0], Field):
            return [self._field(field) for field in value]
        return value

    def _field(self, field: Field) -> str:
        examples = [
            example for tool in self._tools for example in _EXAMPLE.findall(tool.description or "")
        ]
        parts = [field.name, field.type, *field.words]
        if field.leads_to:
            linking = next(example for example in examples if "=" in example.split(":")[2])
            _, kind, way = linking.split(":")[:3]
            parts = [field.name, kind, f"{way.partition('=')[0]}={field.leads_to}", *field.words]
        return ":".join(self._learned.get(part, part) for part in parts)

    def _learn(self, answer: Mapping[str, Any]) -> None:
        for problem in answer.get("problems", []):
            text = f"{problem['message']} {problem.get('hint', '')}"
            self._learned |= dict(_SUGGESTED.findall(text))

    def _answers(self, answer: Mapping[str, Any]) -> dict[str, Any]:
        """What questions get: their first choice, or for a value the smallest number."""
        asked = answer.get("questions", [])
        chosen = {question["id"]: (question.get("choices") or [0])[0] for question in asked}
        return {"answers": chosen} if chosen else {}


def _words(text: str) -> set[str]:
    """The words of a text, without what English and names of programs add to their ends."""
    split = re.sub(r"([a-z])([A-Z])", r"\1 \2", text).replace("_", " ").lower()
    return {re.sub(r"(ies|es|s|ed|ing)$", "", word) for word in re.findall(r"[a-z]{3,}", split)}


def _without_none(values: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in values.items() if value is not None}


HELPDESK = "helpdesk"
CUSTOMERS = [
    Field("name", "str", ("not null", "max=120")), Field("email", "mail", ("not null", "unique")),
]  # fmt: skip
TICKETS = [
    Field("title", "str", ("not null", "max=200")), Field("body", "text"),
    Field("customer", "", ("not null",), leads_to="customers"),
]  # fmt: skip
COMMENTS = [
    Field("text", "text", ("not null",)),
    Field("ticket", "", ("not null",), leads_to="tickets"),
]
PRIORITY = [Field("priority", "int", ("not null",))]
WISHES = (
    Wish("create a new api project", {"project_name": HELPDESK}),
    Wish("add a route with fields", {"name": "customers", "fields": CUSTOMERS}),
    Wish("add a route with fields", {"name": "tickets", "fields": TICKETS}),
    Wish("add a route with fields", {"name": "comments", "fields": COMMENTS}),
    Wish(
        "plan to add fields",
        {"route": "tickets", "fields": [Field("priority", "int", ("not null",))]},
    ),
    Wish("apply it: carry it out"),
    Wish("plan to rename a field", {"route": "tickets", "old": "body", "new": "text"}),
    Wish("apply it: carry it out"),
    Wish("take back the last change: undo"),
    Wish("bring the database to the newest migration: migrate"),
    Wish("check where code breaks rules"),
    Wish("get info of the project: its routes"),
)
"""From nothing to a helpdesk whose tables are there."""


async def build(client: Client, prepare: Callable[[str], object]) -> Cost:
    """Make all wishes true, and tell what it took; ``prepare`` is called with the new project."""
    newcomer = Newcomer(client)
    await newcomer.start()
    for number, wish in enumerate(WISHES):
        answer = await newcomer.get(wish)
        if number == 0:
            prepare(answer["project_path"])
    assert {"customers", "tickets", "comments"} <= {*answer["routes"]}, answer
    calls = newcomer.costs
    refused = sum(is_refused for is_refused, _, _ in calls)
    sent, read = (sum(call[place] for call in calls) for place in (1, 2))
    return Cost(len(calls), refused, newcomer.listed, sent, read)
