"""Limits of how often somebody may ask; import this only where there are any."""

from flask import Flask, Response, current_app
from flask_limiter import ApplicationLimit, HeaderNames, Limiter
from flask_limiter.util import get_remote_address

from startup.health import health_bp

PATIENCE = 0.5  # seconds that a request waits for Redis
TOO_MANY = "Too many requests. Please wait."
WAIT = "X-RateLimit-Wait"  # seconds; with every answer, as Flask-Limiter gives them

# Without REDIS_URL, and while Redis is away, every worker counts for itself.
limiter = Limiter(
    get_remote_address,  # of the client, as TRUSTED_PROXIES says
    application_limits=[
        ApplicationLimit(lambda: current_app.config["RATE_LIMIT"], error_message=TOO_MANY)
    ],
    strategy="moving-window",
    headers_enabled=True,
    header_name_mapping={HeaderNames.RETRY_AFTER: WAIT},
    in_memory_fallback_enabled=True,
    swallow_errors=True,  # of requests that wait for Redis while another finds it away
)
limiter.exempt(health_bp)


def register_rate_limits(app: Flask) -> None:
    """Limit each client address to ``RATE_LIMIT``, and views as their decorators say."""
    if app.config["REDIS_URL"]:
        patience = {"socket_connect_timeout": PATIENCE, "socket_timeout": PATIENCE}
        app.config["RATELIMIT_STORAGE_OPTIONS"] = patience
    app.config["RATELIMIT_STORAGE_URI"] = app.config["REDIS_URL"] or "memory://"
    app.after_request(set_retry_after)
    limiter.init_app(app)


def set_retry_after(response: Response) -> Response:
    """Set ``Retry-After`` where somebody has to wait: of a 503 it would make an hour."""
    wait = response.headers.pop(WAIT, None)
    if wait and response.status_code == 429:
        response.headers["Retry-After"] = wait
    return response
