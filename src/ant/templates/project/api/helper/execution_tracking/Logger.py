"""The log: each line carries the class and the method that wrote it."""

import logging
import sys
from types import TracebackType
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


def start_logging(level: str) -> None:
    """Write the log to where the server logs; calling it again only sets the level."""
    _LOG.setLevel(level)
    if not _LOG.handlers:
        handler = logging.StreamHandler(cast(TextIO, wsgi_errors_stream))
        handler.setFormatter(_Formatter("%(asctime)s - %(levelname)s - %(message)s"))
        _LOG.addHandler(handler)


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
        owner, _, method = code.co_qualname.replace(".<locals>", "").rpartition(".")
        tag = f"{owner.rpartition('.')[2] or _module(code.co_filename)}::{method}"
        _LOG.log(level, "%s", f"{tag}<{message}>".translate(_ESCAPES), exc_info=error)


def _module(path: str) -> str:
    return path.replace("\\", "/").rpartition("/")[2].removesuffix(".py")


myLogger = Logger()
