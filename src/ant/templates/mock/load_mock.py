"""Answers that stand in for real ones, from the files in ``mocks/``."""

import json
from functools import cache
from pathlib import Path
from typing import Any

MOCKS = Path(__file__).resolve().parent.parent.parent / "mocks"


def load_mock(name: str) -> Any:
    """Return the value in ``mocks/<name>.json``, a new copy of it each time."""
    return json.loads(_text(name))


@cache
def _text(name: str) -> str:
    return (MOCKS / f"{name}.json").read_text(encoding="utf-8")
