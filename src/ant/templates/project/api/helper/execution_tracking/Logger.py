"""The log: each line carries the class and the method that wrote it."""

import logging
import sys
from pathlib import PurePath
from types import CodeType, TracebackType
from typing import TextIO, cast

from flask.logging import wsgi_errors_stream

# Control characters, so that a message cannot start a line of its own or steer a terminal.
_CONTROLS = [*range(0x20), *range(0x7F, 0xA0), 0x2028, 0x2029]
_ESCAPES = str.maketrans({code: ascii(chr(code))[1:-1] for code in _CONTROLS})
_LOG = logging.getLogger("api")

ErrorInfo = tuple[type[BaseException], BaseException, TracebackType | None]


class _Formatter(logging.Formatter):
    """Writes one line an entry; below it the lines of a traceback, indented."""

    def formatException(self, ei: ErrorInfo | tuple[None, None, None]) -> str:
        """Return the traceback with its lines indented: only an entry begins at the margin."""
        lines = super().formatException(ei).split("\n")
        return "\n".join(f"    {line.translate(_ESCAPES)}" for line in lines)


def _indent_traceback(record: logging.LogRecord) -> bool:
    """Have every handler write the traceback as ours does, also those of the root logger."""
    if record.exc_info:
        record.exc_text = _Formatter().formatException(record.exc_info)
    return True


def _is_not_written_yet(record: logging.LogRecord) -> bool:
    """Whether no handler of the root logger, as ``basicConfig`` makes one, shows it as well."""
    return not any(
        isinstance(handler, logging.StreamHandler)
        and handler.stream in (sys.stderr, sys.stdout)
        and handler.level <= record.levelno
        for handler in logging.getLogger().handlers
    )


def start_logging(level: str) -> None:
    """Write the log to where the server logs; calling it again only sets the level."""
    _LOG.setLevel(level)
    if not _LOG.handlers:
        handler = logging.StreamHandler(cast(TextIO, wsgi_errors_stream))
        handler.setFormatter(_Formatter("%(asctime)s - %(levelname)s - %(message)s"))
        _LOG.addHandler(handler)
        handler.addFilter(_is_not_written_yet)
        _LOG.addFilter(_indent_traceback)


class Logger:
    """Writes ``Class::method<message>``; below the log's level a call costs next to nothing."""

    def debug(self, message: object) -> None:
        """Log what only somebody who is looking for a fault wants to know."""
        self._write(logging.DEBUG, message)

    def info(self, message: object) -> None:
        """Log what happened."""
        self._write(logging.INFO, message)

    def warning(self, message: object) -> None:
        """Log what is wrong and was dealt with."""
        self._write(logging.WARNING, message)

    def error(self, message: object) -> None:
        """Log what failed."""
        self._write(logging.ERROR, message)

    def exception(self, message: object, error: BaseException) -> None:
        """Log what failed, with the traceback of its exception."""
        self._write(logging.ERROR, message, error)

    def _write(self, level: int, message: object, error: BaseException | None = None) -> None:
        if not _LOG.isEnabledFor(level):
            return
        code = sys._getframe(2).f_code  # one frame: the whole stack costs milliseconds a line
        text = f"{_tag(code)}<{message}>".translate(_ESCAPES)
        _LOG.log(level, "%s", text, exc_info=error)


def _tag(code: CodeType) -> str:
    """Return the class and the method that code is in, or the module and the function.

    What is defined inside a method, such as a lambda or an inner function, belongs to the method.
    """
    names = code.co_qualname.split(".<locals>.")
    for name in reversed(names):
        owner, _, method = name.rpartition(".")
        if owner:
            return f"{owner.rpartition('.')[2]}::{method}"
    return f"{PurePath(code.co_filename).stem}::{names[0]}"


myLogger = Logger()
