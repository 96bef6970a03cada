"""Run ``ant`` in this process, and note which of its files returned results to which others.

    python traced.py FILE COMMAND...

``FILE`` gets JSON: the files that ran, and pairs of a file and one that it returned a result to.
"""

import json
import sys
from inspect import CO_OPTIMIZED
from pathlib import Path
from types import FrameType
from typing import Any

import ant

ROOT = f"{Path(ant.__file__).parent}/"
_INSIDE = {"<genexpr>", "<listcomp>", "<setcomp>", "<dictcomp>"}
"""Code that is part of the function around it."""

ran: set[str] = set()
given: set[tuple[str, str]] = set()
_arguments: dict[int, list[Any]] = {}


def is_nothing(value: object) -> bool:
    """Whether a value says nothing: None, False, or a collection without anything else in it."""
    if value is None or value is False:
        return True
    if isinstance(value, tuple | list):
        return all(map(is_nothing, value))
    return hasattr(value, "__len__") and not hasattr(value, "__dict__") and len(value) == 0


def is_known(value: object, arguments: list[Any]) -> bool:
    """Whether a value is an argument of the call, or a tuple of such."""
    if any(value is argument for argument in arguments):
        return True
    parts = value if isinstance(value, tuple) else ()
    return bool(parts) and all(is_nothing(part) or is_known(part, arguments) for part in parts)


def _file_of(frame: FrameType | None) -> str:
    """The file of ours that a frame belongs to, or the nearest of its callers that has one."""
    while frame is not None:
        if frame.f_code.co_filename.startswith(ROOT):
            return frame.f_code.co_filename.removeprefix(ROOT)
        frame = frame.f_back
    return ""


def _note(frame: FrameType, event: str, answer: object) -> None:
    code = frame.f_code
    is_function = bool(code.co_flags & CO_OPTIMIZED) and code.co_name not in _INSIDE
    if not is_function or not code.co_filename.startswith(ROOT):
        return
    file = code.co_filename.removeprefix(ROOT)
    if event == "call":
        ran.add(file)
        names = code.co_varnames[: code.co_argcount + code.co_kwonlyargcount]
        _arguments[id(frame)] = [frame.f_locals.get(name) for name in names]
    elif event == "return":
        arguments = _arguments.pop(id(frame), [])
        is_made = code.co_name == "__init__"
        if is_made or not (is_nothing(answer) or is_known(answer, arguments)):
            given.add((file, _file_of(frame.f_back)))


def main() -> None:
    """Run the command; end with its exit code."""
    target, words = Path(sys.argv[1]), sys.argv[2:]
    from ant.cli.main import main as run  # noqa: PLC0415, as the command does

    sys.setprofile(_note)
    try:
        run(words)
    finally:
        sys.setprofile(None)
        target.write_text(json.dumps({"ran": sorted(ran), "given": sorted(given)}))


if __name__ == "__main__":
    main()
