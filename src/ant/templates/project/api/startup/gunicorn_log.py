"""The log of gunicorn itself: as safe as ours, and in the same format."""

from typing import Any

from gunicorn.glogging import Logger  # type: ignore[import-untyped]

from helper.execution_tracking.log_entries import JSONFormatter, make_safe
from startup.Environment import myEnvironment


class GunicornLogger(Logger):  # type: ignore[misc]
    """Writes gunicorn's errors as lines of ours; requests are logged by the application."""

    def setup(self, cfg: Any) -> None:
        """Mask what the handlers write, and have them write JSON where ``LOG_FORMAT`` says so."""
        super().setup(cfg)
        for handler in self.error_log.handlers:
            handler.addFilter(make_safe)
            if myEnvironment.LOG_FORMAT == "json":
                handler.setFormatter(JSONFormatter())
