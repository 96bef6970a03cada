"""The log: each line carries the class and the method that wrote it."""

import logging
import sys
from functools import lru_cache
from pathlib import PurePath
from types import CodeType, TracebackType
from typing import TextIO, cast

from flask.logging import wsgi_errors_stream

from helper.execution_tracking.log_entries import in_one_line, indented, log_in_json
from helper.execution_tracking.request_id import current_request_id
from startup.Environment import myEnvironment

_LOG = logging.getLogger("api")

ErrorInfo = tuple[type[BaseException], BaseException, TracebackType | None]


class _Formatter(logging.Formatter):
    """Writes one line an entry; below it the lines of a traceback, indented."""

    def formatException(self, ei: ErrorInfo | tuple[None, None, None]) -> str:
        """Return the traceback with its lines indented: only an entry begins at the margin."""
        return indented(super().formatException(ei))


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
        if myEnvironment.LOG_FORMAT == "json":
            log_in_json()


class Logger:
    """Writes ``Class::method<message>``; below the log's level a call costs next to nothing.

    Fields follow the message as ``name=value``; in JSON they are members of their own.
    """

    def debug(self, message: object, **fields: object) -> None:
        """Log details that help to find a fault."""
        self._write(logging.DEBUG, message, fields)

    def info(self, message: object, **fields: object) -> None:
        """Log what happened."""
        self._write(logging.INFO, message, fields)

    def warning(self, message: object, **fields: object) -> None:
        """Log a problem that was handled."""
        self._write(logging.WARNING, message, fields)

    def error(self, message: object, **fields: object) -> None:
        """Log what failed."""
        self._write(logging.ERROR, message, fields)

    def exception(self, message: object, error: BaseException) -> None:
        """Log what failed, with the traceback of its exception."""
        self._write(logging.ERROR, message, {}, error)

    def _write(
        self,
        level: int,
        message: object,
        fields: dict[str, object],
        error: BaseException | None = None,
    ) -> None:
        if not _LOG.isEnabledFor(level):
            return
        code = sys._getframe(2).f_code  # one frame: the whole stack takes milliseconds
        behind = "".join([f" {name}={value}" for name, value in fields.items()])
        text = in_one_line(f"{_tag(code)}<{message}{behind}>")
        request_id = current_request_id()
        line = f"{text} [{request_id}]" if request_id else text
        name, place = _LOG.name, (code.co_filename, code.co_firstlineno)
        # As ``_LOG.log`` does, without searching the stack for the caller.
        record = _LOG.makeRecord(name, level, *place, line, (), _information(error), code.co_name)
        record.entry = {"message": text, "request_id": request_id, "fields": fields}
        _LOG.handle(record)


def _information(error: BaseException | None) -> ErrorInfo | None:
    return None if error is None else (type(error), error, error.__traceback__)


@lru_cache(maxsize=1000)
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
