"""The log: each line carries the class and the method that wrote it."""

import logging
import sys

_LOG = logging.getLogger("api")
_LINE_BREAKS = str.maketrans({"\r": "\\r", "\n": "\\n", "\x1b": "\\x1b"})


def start_logging(level: str) -> None:
    """Write the application's log to standard error; calling it again only sets the level."""
    _LOG.setLevel(level)
    if not _LOG.handlers:
        handler = logging.StreamHandler()
        handler.setFormatter(logging.Formatter("%(asctime)s - %(levelname)s - %(message)s"))
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

    def exception(self, error: BaseException) -> None:
        """Log an exception with its traceback."""
        self._write(logging.ERROR, repr(error), error)

    def _write(self, level: int, message: object, error: BaseException | None = None) -> None:
        if not _LOG.isEnabledFor(level):
            return
        code = sys._getframe(2).f_code  # one frame: the whole stack costs milliseconds a line
        owner, _, method = code.co_qualname.replace(".<locals>", "").rpartition(".")
        tag = f"{owner.rpartition('.')[2] or _module(code.co_filename)}::{method}"
        # A line break in a message would let a client write log lines of its own.
        line = f"{tag}<{message}>".translate(_LINE_BREAKS)
        _LOG.log(level, "%s", line, exc_info=error)


def _module(path: str) -> str:
    return path.replace("\\", "/").rpartition("/")[2].removesuffix(".py")


myLogger = Logger()
