"""The JSON Schema of what ``--report`` prints."""

from typing import Any

from ant.cli.output import SCHEMA_VERSION

_TEXT = {"type": "string"}
_TEXTS = {"type": "array", "items": _TEXT}
_OBJECTS = {"type": "array", "items": {"type": "object"}}
_PROBLEM = {
    "type": "object",
    "required": ["code", "message", "where", "file", "line", "column", "hint"],
    "additionalProperties": False,
    "properties": {
        "code": _TEXT,
        "message": _TEXT,
        "where": {"type": ["string", "null"], "description": "The place in words."},
        "file": {"type": ["string", "null"], "description": "Of a place in a file."},
        "line": {"type": ["integer", "null"], "minimum": 1},
        "column": {"type": ["integer", "null"], "minimum": 1},
        "hint": {"type": ["string", "null"]},
    },
}
_CHANGE = {
    "type": "object",
    "required": ["path", "action", "added", "removed"],
    "additionalProperties": False,
    "properties": {
        "path": _TEXT,
        "action": {"enum": ["add", "change", "remove"]},
        "added": {"type": "integer", "minimum": 0},
        "removed": {"type": "integer", "minimum": 0},
    },
}
_ALWAYS: dict[str, Any] = {
    "status": {"enum": ["success", "error"]},
    "project_path": {"type": ["string", "null"], "description": "Absolute."},
    "files": {**_TEXTS, "description": "Absolute paths of what was created or changed."},
    "errors": {**_TEXTS, "description": "Each problem as a person reads it."},
    "schema_version": {"const": SCHEMA_VERSION},
    "command": {**_TEXT, "description": "Its words; empty where the line says none."},
    "problems": {"type": "array", "items": _PROBLEM, "description": "The errors as objects."},
    "plan": {
        "type": "array",
        "items": _CHANGE,
        "description": "What becomes of each file, or in a dry run would; relative to the project.",
    },
    "warnings": {**_TEXTS, "description": "What to know of it."},
    "losses": {**_TEXTS, "description": "What a migration takes away."},
    "by_hand": {**_TEXTS, "description": "What is left to do by hand, with the lines to write."},
}
_SOMETIMES: dict[str, Any] = {
    "hint": {**_TEXT, "description": "What to do where the command line itself is wrong."},
    "dry_run": {"const": True},
    "planned_files": {**_TEXTS, "description": "What a dry run would create or change."},
    "diff": {**_TEXT, "description": "The difference that a dry run shows."},
    "kept": {**_TEXTS, "description": "Copies of what you had changed and was taken out."},
    "repaired": {**_TEXTS, "description": "What a merge of branches had left, and is put right."},
    "undone": {**_TEXT, "description": "The command that was taken back."},
    "text": {**_TEXT, "description": "What was asked for, such as help or a picture."},
    "routes": {**_OBJECTS, "description": "Of 'routes'."},
    "findings": {**_OBJECTS, "description": "Of 'check'."},
    "diagnoses": {**_OBJECTS, "description": "Of 'doctor'."},
    "faults": {**_OBJECTS, "description": "Known faults of the code, of 'upgrade --check'."},
    "openapi": {"type": "object", "description": "The document, of 'openapi'."},
}


def report_schema() -> dict[str, Any]:
    """Return the schema: the keys that are always there, and those that a command may add."""
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "What ant prints with --report",
        "type": "object",
        "required": [*_ALWAYS],
        "properties": {**_ALWAYS, **_SOMETIMES},
        "if": {"properties": {"status": {"const": "error"}}},
        "then": {"properties": {key: {"minItems": 1} for key in ("errors", "problems")}},
    }
