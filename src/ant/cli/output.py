"""The one module that prints."""

import os
import sys
from collections.abc import Iterable
from typing import TextIO


class OutputLost(Exception):
    """Standard output takes no more; what the command did stays done."""

    def __init__(self, error: OSError) -> None:
        """Take the system's reason."""
        self.reader_has_gone = isinstance(error, BrokenPipeError)
        reason = f"Cannot write to standard output: {error.strerror}."
        super().__init__(f"{reason} What the command did stays done.")


class Output:
    """Human text, or with ``--report`` one JSON object on standard output."""

    def __init__(self, report: bool) -> None:
        """Say whether the caller wants the report."""
        self.report = report

    def say(self, line: str) -> None:
        """Print a line for a person; the report leaves it out."""
        if not self.report:
            _write(line, sys.stdout)

    def answer(self, text: str) -> None:
        """Print a text that was asked for, such as help; the report carries it as ``text``."""
        self.say(text.rstrip("\n"))
        self._report("success", None, [], [], text=text)

    def progress(self, line: str) -> None:
        """Tell a person on standard error what takes its time."""
        _write(line, sys.stderr)

    def succeed(self, project_path: str, files: Iterable[str], **more: object) -> None:
        """End with the report, where it is wanted."""
        self._report("success", project_path, list(files), [], **more)

    def fail(
        self, errors: Iterable[str], *, hint: str | None = None, project_path: str | None = None
    ) -> None:
        """Show every error: on standard error, or in the report."""
        errors = list(errors)
        try:
            self._report("error", project_path, [], errors)
        except OutputLost:
            self.report = False  # then at least standard error shall tell
        if self.report:
            return
        for error in errors:
            _write(f"Error: {error}", sys.stderr)
        if hint:
            _write(hint, sys.stderr)

    def _report(
        self, status: str, path: str | None, files: list[str], errors: list[str], **more: object
    ) -> None:
        if self.report:
            import json  # noqa: PLC0415, only the report needs it

            result = {"status": status, "project_path": path, "files": files, "errors": errors}
            _write(json.dumps({**result, **more}), sys.stdout)


def close_output() -> None:
    """Stop writing to what takes no more, also at the interpreter's own exit."""
    _discard(1)


def _write(text: str, stream: TextIO | None) -> None:
    """Print a line; what a terminal cannot show or could take for a command is escaped."""
    if stream is None:  # closed by whoever started us
        return
    try:
        shown = "".join(c if c.isprintable() or c in "\n\t" else repr(c)[1:-1] for c in text)
        shown = shown.encode(stream.encoding, "backslashreplace").decode(stream.encoding)
        stream.write(f"{shown}\n")
        stream.flush()
    except OSError as error:
        _discard(stream.fileno())
        if stream is sys.stdout:  # that standard error is lost cannot be told to anyone
            raise OutputLost(error) from error


def _discard(descriptor: int) -> None:
    os.dup2(os.open(os.devnull, os.O_WRONLY), descriptor)
