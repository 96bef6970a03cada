"""Metrics for Prometheus; import this only where gunicorn has ``METRICS_PORT``."""

from time import monotonic

from flask import Flask, Response, g, request
from prometheus_client import CollectorRegistry, Counter, Histogram, start_http_server
from prometheus_client.multiprocess import MultiProcessCollector

from startup.refuse_to_start import reason_of, refuse_to_start

METHODS = {"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"}
REQUESTS = Counter("http_requests", "Requests that were answered", ["method", "route", "status"])
SECONDS = Histogram("http_request_duration_seconds", "Time to an answer", ["method", "route"])


def register_metrics(app: Flask) -> None:
    """Count each request after all else was done for it."""
    app.after_request(count_request)


def count_request(response: Response) -> Response:
    """Count a request by its route, never by its path: a client could name any number of these."""
    method = request.method if request.method in METHODS else "other"
    route = request.url_rule.rule if request.url_rule else "none"
    REQUESTS.labels(method, route, response.status_code).inc()
    SECONDS.labels(method, route).observe(monotonic() - g.began)
    return response


def serve_metrics(port: int) -> None:
    """Answer Prometheus with the numbers of all workers, in a thread of gunicorn's first process."""
    registry = CollectorRegistry()
    MultiProcessCollector(registry)  # type: ignore[no-untyped-call]
    try:
        start_http_server(port, registry=registry)
    except OSError as error:
        refuse_to_start(f"METRICS_PORT {port} cannot be listened on: {reason_of(error)}")
