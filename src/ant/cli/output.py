"""The one module that prints."""

import os
import sys
import time
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, TextIO

if TYPE_CHECKING:
    from ant.core.planning.plan import FileChange

PATIENCE = 1.0
"""Seconds after which a person wants to see that something is going on."""
BAR = 40
"""Characters."""
SCHEMA_VERSION = 1
"""Of the report; a higher one takes away or changes what a lower one says."""
MOST_ERRORS = 50
"""Errors that a person is shown at once."""
RED, GREEN, CYAN, BOLD = 31, 32, 36, 1
_COLOURS = {"---": BOLD, "+++": BOLD, "@@ ": CYAN, "-": RED, "+": GREEN}
"""The code of the colour of a line of a diff, by how it begins."""


class OutputLost(Exception):
    """Standard output is closed or full; the changes of the command stay."""

    def __init__(self, error: OSError) -> None:
        """Take the system's reason."""
        self.reader_closed: bool = isinstance(error, BrokenPipeError)
        reason = f"Cannot write to standard output: {error.strerror}."
        super().__init__(f"{reason} What the command did stays done.")


class Output:
    """Human text, or with ``--report`` one JSON object on standard output."""

    def __init__(self, report: bool, no_input: bool = False) -> None:
        """Take whether to print the report, and whether questions are off."""
        self.report: bool = report
        self._no_input = no_input
        self.command: str = ""
        """The words of the running command, as far as the line has them: ``generate route``."""
        self._began = time.monotonic()
        self._bar = ""
        self._diff: list[str] = []

    def say(self, line: str) -> None:
        """Print a line for a person; the report leaves it out."""
        self._clear_bar()
        if not self.report:
            _write(line, sys.stdout)

    def answer(self, text: str) -> None:
        """Print a text that was asked for, such as help; the report carries it as ``text``."""
        self.say(text.rstrip("\n"))
        self._report("success", None, [], [], text=text)

    def diff(self, change: "FileChange") -> None:
        """Show how a file changes, in colour on a terminal; the report carries it as ``diff``."""
        from ant.api.inspecting.diff import diff_lines  # noqa: PLC0415, only a dry run needs it

        if self.report:
            self._diff += (f"{line}\n" for line in diff_lines(change))
            return
        coloured = sys.stdout is not None and sys.stdout.isatty() and "NO_COLOR" not in os.environ
        for line in diff_lines(change):
            shown = line.replace("\r\n", "\n").removesuffix("\r")
            _write(shown, sys.stdout, _colour(line) if coloured else None)

    def confirm(self, lines: Iterable[str], question: str) -> bool | None:
        """Ask a yes-no question at a terminal; None without one."""
        answer = self.ask(lines, f"{question} [y/N] ")
        return None if answer is None else answer.lower() in {"y", "yes"}

    def ask(self, lines: Iterable[str], question: str) -> str | None:
        """Ask for a text at a terminal; None without one."""
        streams = (sys.stdin, sys.stderr)
        at_terminal = all(stream is not None and stream.isatty() for stream in streams)
        if self.report or self._no_input or not at_terminal:
            return None
        for line in lines:
            self.progress(line)
        _draw(question)
        return sys.stdin.readline().strip()

    def progress(self, line: str) -> None:
        """Tell a person on standard error what takes its time."""
        _write(line, sys.stderr)

    def show_progress(self, done: int, steps: int) -> None:
        """Show a person at a terminal how far work has come that lasts longer than a second."""
        seconds = time.monotonic() - self._began
        if self.report or seconds < PATIENCE or sys.stderr is None or not sys.stderr.isatty():
            return
        length = done * BAR // steps
        bar = f"[{'#' * length}{' ' * (BAR - length)}] {done * 100 // steps:3} %"
        if bar != self._bar:
            self._bar = bar
            _draw(f"\r{bar}")

    def _clear_bar(self) -> None:
        if self._bar:
            _draw("\r" + " " * len(self._bar) + "\r")
            self._bar = ""

    def succeed(self, project_path: str, files: Iterable[str], **more: object) -> None:
        """End with the report, where it is asked for."""
        if self._diff:
            more["diff"] = "".join(self._diff)
        self._report("success", project_path, list(files), [], **more)

    def fail(
        self,
        errors: Iterable[str],
        *,
        hint: str | None = None,
        project_path: str | None = None,
        problems: Iterable[dict[str, str | int | None]] = (),
    ) -> None:
        """Show every error: on standard error, or in the report.

        With ``ANT_DEBUG=1`` the traceback of the exception that led here comes first, on standard
        error: for those who look for a fault in this program.
        """
        errors = list(errors)
        if os.environ.get("ANT_DEBUG") == "1" and sys.exc_info()[0]:
            import traceback  # noqa: PLC0415, only who debugs needs it

            self.progress(traceback.format_exc().rstrip())
        try:
            more: dict[str, object] = {"hint": hint} if hint else {}
            self._report("error", project_path, [], errors, problems=[*problems], **more)
        except OutputLost:
            self.report = False  # then at least standard error shall tell
        if self.report:
            return
        self._clear_bar()
        for error in _shortened(errors):
            _write(error, sys.stderr)
        if hint:
            _write(hint, sys.stderr)

    def refuse(
        self, code: str, message: str, *, hint: str | None = None, project_path: str | None = None
    ) -> None:
        """Show the one error of what no request led to: the command line, a signal, a program."""
        from ant.core.errors import Problem  # noqa: PLC0415, only what fails needs it

        value = Problem(message, hint=hint, code=code).as_values(str)
        self.fail([message], hint=hint, project_path=project_path, problems=[value])

    def _report(
        self, status: str, path: str | None, files: list[str], errors: list[str], **more: object
    ) -> None:
        if self.report:
            import json  # noqa: PLC0415, only the report needs it

            result: dict[str, object] = {
                "status": status, "project_path": path, "files": files, "errors": errors,
                "schema_version": SCHEMA_VERSION, "command": self.command,
                "problems": [], "plan": [], "warnings": [], "losses": [], "by_hand": [],
            }  # fmt: skip
            _write(json.dumps({**result, **more}), sys.stdout)


def _colour(line: str) -> int | None:
    return next((code for start, code in _COLOURS.items() if line.startswith(start)), None)


def _shortened(errors: list[str]) -> Iterator[str]:
    """The errors for a person: of very many the first ones, and the last, which has the hint."""
    cut = len(errors) > MOST_ERRORS
    for error in errors[: MOST_ERRORS - 1] if cut else errors:
        yield f"Error: {error}"
    if cut:
        yield f"… and {len(errors) - MOST_ERRORS} more errors; --report lists them all."
        yield f"Error: {errors[-1]}"


def _draw(text: str) -> None:
    """Change the line of standard error that the cursor is in."""
    try:
        sys.stderr.write(text)
        sys.stderr.flush()
    except OSError:
        _discard(2)


def close_output() -> None:
    """Stop writing to what takes no more, also at the interpreter's own exit."""
    _discard(1)


def _write(text: str, stream: TextIO | None, colour: int | None = None) -> None:
    """Print a line; invisible characters and control sequences are escaped."""
    if stream is None:  # closed by whoever started us
        return
    try:
        shown = "".join(
            char if char.isprintable() or char in "\n\t" else repr(char)[1:-1] for char in text
        )
        shown = shown.encode(stream.encoding, "backslashreplace").decode(stream.encoding)
        stream.write(f"{shown}\n" if colour is None else f"\x1b[{colour}m{shown}\x1b[0m\n")
        stream.flush()
    except OSError as error:
        _discard(stream.fileno())
        if stream is sys.stdout:  # there is nowhere to report a lost standard error
            raise OutputLost(error) from error


def _discard(descriptor: int) -> None:
    os.dup2(os.open(os.devnull, os.O_WRONLY), descriptor)
