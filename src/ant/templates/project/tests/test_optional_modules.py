"""What the variables for errors and traces import, and what they refuse."""

import sys

import pytest

from app import create_app
from startup.Environment import myEnvironment


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
    create_app()
    with pytest.raises(SystemExit):
        create_app(myEnvironment.replace(**{variable: "http://localhost"}))
    said = capsys.readouterr().err
    assert f"{variable} is set" in said
    assert "pip install -r requirements-observability.txt" in said
