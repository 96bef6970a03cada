"""Errors for Sentry; import this only where there is ``SENTRY_DSN``."""
# pyright: reportMissingImports=false

from typing import Any

import sentry_sdk
from sentry_sdk.integrations.flask import FlaskIntegration
from sentry_sdk.integrations.logging import LoggingIntegration
from sentry_sdk.integrations.sqlalchemy import SqlalchemyIntegration

from helper.execution_tracking.log_entries import masked
from helper.execution_tracking.request_id import current_request_id


def send_errors(dsn: str, environment: str) -> None:
    """Send what is logged as an error: its traceback, and nothing that a client has sent."""
    sentry_sdk.init(
        dsn=dsn,
        environment=environment,
        integrations=[FlaskIntegration(), SqlalchemyIntegration(), LoggingIntegration(level=None)],
        default_integrations=False,
        auto_enabling_integrations=False,
        before_send=safe_event,
        include_local_variables=False,
        max_breadcrumbs=0,
        max_request_body_size="never",
        send_default_pii=False,
    )


def safe_event(event: Any, _hint: Any) -> Any:
    """Return an event without secrets, and of its request no more than method and id."""
    if "request" in event:
        event["request"] = {"method": event["request"].get("method")}
    event.setdefault("tags", {})["request_id"] = current_request_id()
    return without_secrets(event)


def without_secrets(value: Any) -> Any:
    """Return a value whose texts are masked as those of the log are."""
    if isinstance(value, str):
        return masked(value)
    if isinstance(value, dict):
        return {name: without_secrets(member) for name, member in value.items()}
    if isinstance(value, list | tuple):
        return [without_secrets(member) for member in value]
    return value
