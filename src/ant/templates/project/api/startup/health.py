"""Health checks for orchestrators and load balancers: ``/health/live`` and ``/health/ready``."""

from time import monotonic

from flask import Blueprint, g
from flask.typing import ResponseReturnValue
from sqlalchemy import String, column, select, table

from helper.execution_tracking.APIException import APIException
from startup.Alchemy import autocommit_engine
from startup.draining import is_draining

PATIENCE = 1.5  # seconds; who asks must be answered soon, whatever hangs
REVISION = select(column("version_num", String)).select_from(table("alembic_version"))

health_bp = Blueprint("api-health", __name__, url_prefix="/health")  # no route can have that name


@health_bp.get("/live")
def is_live() -> ResponseReturnValue:
    """Answer 200 while the process runs: a database outage is no reason to restart it."""
    return {"status": "live"}


@health_bp.get("/ready")
def is_ready() -> ResponseReturnValue:
    """Answer 503 where the database is unavailable or the server is about to stop, else 200."""
    if is_draining():
        raise APIException("The server is about to stop.", 503, headers={"Retry-After": "5"})
    g.deadline = monotonic() + PATIENCE
    with autocommit_engine.connect() as connection:
        if connection.scalar(REVISION) is None:
            raise APIException("The database has no tables.", 503, headers={"Retry-After": "5"})
    return {"status": "ready"}
