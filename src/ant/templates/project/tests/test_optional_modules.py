"""What the variables for errors and traces import, and what they refuse."""

import sys

import pytest
from flask import Flask

from startup.Environment import myEnvironment
from startup.request_hooks import register_request_hooks


@pytest.mark.parametrize(
    ("variable", "package"),
    [("SENTRY_DSN", "sentry_sdk"), ("OTEL_EXPORTER_OTLP_ENDPOINT", "opentelemetry")],
)
def test_a_package_is_imported_only_where_its_variable_is_set_and_asked_for_where_missing(
    variable: str,
    package: str,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setitem(sys.modules, package, None)  # any import of it fails
    register_request_hooks(Flask("unobserved"))
    with pytest.raises(SystemExit):
        settings = myEnvironment.replace(**{variable: "http://localhost"})
        register_request_hooks(Flask("observed"), settings)
    said = capsys.readouterr().err
    assert f"{variable} is set" in said
    assert "pip install -r requirements-observability.txt" in said
