"""Traces by OpenTelemetry; import this only where there is ``OTEL_EXPORTER_OTLP_ENDPOINT``."""
# pyright: reportMissingImports=false

from collections.abc import Sequence
from typing import Any

from flask import Flask
from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter
from opentelemetry.instrumentation.flask import FlaskInstrumentor
from opentelemetry.instrumentation.sqlalchemy import SQLAlchemyInstrumentor
from opentelemetry.sdk.resources import Resource
from opentelemetry.sdk.trace import ReadableSpan, TracerProvider
from opentelemetry.sdk.trace.export import BatchSpanProcessor
from opentelemetry.trace import Status

from helper.execution_tracking.log_entries import masked
from startup.Alchemy import autocommit_engine
from startup.Environment import myEnvironment

# Others hold paths, queries, headers and addresses of clients.
SENT = {"db.statement", "db.system", "http.method", "http.route", "http.status_code"}
LONGEST_EXPORT = 3  # seconds: a stop waits for it

resource = Resource.create({"service.name": myEnvironment.OTEL_SERVICE_NAME})
provider = TracerProvider(resource=resource, shutdown_on_exit=False)


class SafeExporter(OTLPSpanExporter):
    """Sends of each span its name, its times and the attributes that hold no secret."""

    def export(self, spans: Sequence[ReadableSpan]) -> Any:
        """Send copies of spans."""
        return super().export([safe_span(span) for span in spans])


def safe_span(span: ReadableSpan) -> ReadableSpan:
    """Return a span without events, which quote errors, and with known attributes alone."""
    sent = {name: value for name, value in (span.attributes or {}).items() if name in SENT}
    return ReadableSpan(
        name=masked(span.name),
        context=span.get_span_context(),
        parent=span.parent,
        resource=span.resource,
        attributes={
            name: masked(value) if isinstance(value, str) else value for name, value in sent.items()
        },
        kind=span.kind,
        status=Status(span.status.status_code),
        start_time=span.start_time,
        end_time=span.end_time,
        instrumentation_scope=span.instrumentation_scope,
    )


def register_tracing(app: Flask) -> None:
    """Make a span of each request and of each statement, whose values are left out."""
    FlaskInstrumentor.instrument_app(app, tracer_provider=provider, enable_commenter=False)
    # It names SQLAlchemy up to 2.0, and without this would do nothing with 2.1.
    SQLAlchemyInstrumentor().instrument(
        engine=autocommit_engine, tracer_provider=provider, skip_dep_check=True
    )


def send_traces() -> None:
    """Send spans from a thread of this process: one that was started before a fork is gone."""
    provider.add_span_processor(BatchSpanProcessor(SafeExporter(timeout=LONGEST_EXPORT)))
