"""What Prometheus is told of requests."""

import pytest
from flask import Flask
from prometheus_client import REGISTRY

from startup.metrics import register_metrics


def counted(name: str, **labels: str) -> float:
    """How often something was counted so far."""
    return REGISTRY.get_sample_value(name, labels) or 0


@pytest.mark.parametrize(
    ("method", "path", "labels"),
    [
        ("GET", "/health/live", ("GET", "/health/live", "200")),
        ("GET", "/-/missing/1", ("GET", "none", "404")),
        ("BREW", "/-/missing/2", ("other", "none", "404")),
    ],
)
def test_a_request_is_counted_by_its_route(
    app: Flask, method: str, path: str, labels: tuple[str, str, str]
) -> None:
    register_metrics(app)
    client = app.test_client()
    client.open(path, method=method)
    named = dict(zip(("method", "route", "status"), labels, strict=True))
    before = counted("http_requests_total", **named)
    client.open(path, method=method)
    assert counted("http_requests_total", **named) == before + 1
    del named["status"]
    assert counted("http_request_duration_seconds_count", **named) >= 2
