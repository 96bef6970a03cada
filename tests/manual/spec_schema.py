"""The JSON Schema of specs, ``.ant/schema.json``: what it says of fields is made of their types."""

import json
import textwrap
from typing import Any

from ant.field_types.base import FLAGS, FieldType
from ant.field_types.lists import ITEMS
from ant.field_types.registry import TYPES
from support.generated import TEMPLATE

PATH = TEMPLATE / ".ant/schema.json"
_WIDTH = 150
_END = r"$(?!\n)"  # a $ alone would let a newline through at the end
_COUNT = "[0-9]+"
Schema = dict[str, Any]


def schema_text() -> str:
    """The whole file, its lists about the types of fields made anew."""
    text = PATH.read_text()
    schema = json.loads(text)
    rules = [_rule(kind) for kind in TYPES.values()]
    shorts = [{"pattern": _short(kind, schema)} for kind in TYPES.values()]
    text = _with_list(text, ["$defs", "shortField", "anyOf"], shorts)
    text = _with_list(text, ["$defs", "field", "allOf"], rules)
    return _with_list(text, ["$defs", "field", "properties", "type", "enum"], [*TYPES])


def _with_list(text: str, keys: list[str], values: list[Any]) -> str:
    """The text with another list under these keys, one below the other; the rest as it stands."""
    start = 0
    for key in keys:
        start = text.index(f"{json.dumps(key)}: ", start) + len(json.dumps(key)) + 2
    _, length = json.JSONDecoder().raw_decode(text[start:])
    return text[:start] + _laid_out(values, len(keys)) + text[start + length :]


def _rule(kind: FieldType) -> Schema:
    known = ("min", "max", "default", "of")
    values: Schema = {key: _value(kind, key) for key in known if key in kind.modifiers}
    if "to" in kind.modifiers and not kind.is_reference:
        values["to"] = {"type": "string"}
    then = {
        "propertyNames": {"enum": ["type", *kind.modifiers]},
        "required": [] if kind.alternative else list(kind.needs),
        "oneOf": [
            {"required": [key]} for key in (*kind.needs, kind.alternative) if kind.alternative
        ],
        "properties": {key: value for key, value in values.items() if value},
    }
    is_type = {"properties": {"type": {"const": kind.name}}, "required": ["type"]}
    return {"if": is_type, "then": {key: value for key, value in then.items() if value}}


def _value(kind: FieldType, key: str) -> Schema:
    if key == "of":
        return {"enum": [*ITEMS]} if key in kind.needs else {}
    if kind.longest and key != "default":
        least = 0 if key == "min" else 1
        return {"type": "integer", "minimum": least, "maximum": kind.longest}
    if kind.generated_default and key == "default":
        return {"anyOf": [kind.json_schema(), {"const": kind.generated_default}]}
    return kind.json_schema()


def _short(kind: FieldType, schema: Schema) -> str:
    """A regular expression for the short spelling of fields of a type."""
    texts = {key: _short_modifier(kind, key, schema) for key in kind.modifiers}
    needs = (*kind.needs, kind.alternative)
    some = "|".join(text for key, text in texts.items() if key not in needs)
    others = f"(:({some}))*" if some else ""
    needed = "".join(f":{texts[key]}{others}" for key in kind.needs)
    if kind.alternative:
        needed = f":({'|'.join(texts[key] for key in needs)}){others}"
    return f"^{kind.name}{others}{needed}{_END}"


def _short_modifier(kind: FieldType, key: str, schema: Schema) -> str:
    if key in FLAGS:
        return key
    known = schema["$defs"]["field"]["properties"][key]
    if key == "of" and key in kind.needs:
        return f"{key}=({'|'.join(ITEMS)})"
    if "enum" in known:
        return f"{key}=({'|'.join(known['enum'])})"
    if known.get("type") == "integer" or (kind.longest and key in {"min", "max"}):
        return f"{key}={_COUNT}"
    if key in {"min", "max", "default"}:
        return f"{key}={kind.short_value}"
    if key == "column":
        return f"{key}={known['pattern'].removeprefix('^').removesuffix(_END)}"
    return f"{key}=[^:]+"


def _laid_out(value: Any, depth: int) -> str:
    """JSON with what fits on a line on one."""
    line = _on_a_line(value)
    is_plain = not isinstance(value, dict | list) or [*value] in (["pattern"], ["const"])
    if is_plain or len(line) + 2 * depth <= _WIDTH:
        return line
    inner, outer = "  " * (depth + 1), "  " * depth
    if isinstance(value, dict):
        parts = [f"{json.dumps(key)}: {_laid_out(item, depth + 1)}" for key, item in value.items()]
        return f"{{\n{inner}" + f",\n{inner}".join(parts) + f"\n{outer}}}"
    parts = [_laid_out(item, depth + 1) for item in value]
    if all(isinstance(item, str) for item in value):
        parts = [textwrap.fill(", ".join(parts), _WIDTH - 2 * depth, subsequent_indent=inner)]
    return f"[\n{inner}" + f",\n{inner}".join(parts) + f"\n{outer}]"


def _on_a_line(value: Any) -> str:
    if isinstance(value, list):
        return f"[{', '.join(map(_on_a_line, value))}]"
    if isinstance(value, dict) and value:
        parts = (f"{json.dumps(key)}: {_on_a_line(item)}" for key, item in value.items())
        return f"{{ {', '.join(parts)} }}"
    return json.dumps(value, ensure_ascii=False)
