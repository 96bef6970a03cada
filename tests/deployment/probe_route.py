"""A blueprint for the tests of containers: rows over HTTP, and a request that takes its time."""

# mypy: ignore-errors, for what this imports exists in a generated project alone
import time

from flask import Blueprint, Response, jsonify, request
from repositories.default_repository import myDefaultRepository

probe_bp = Blueprint("probe", __name__, url_prefix="/probe")


@probe_bp.post("")
def add_row() -> Response:
    """Write a row."""
    return jsonify(myDefaultRepository.add_default(request.get_json()["model"]).id)


@probe_bp.get("/<int:row>")
def read_row(row: int) -> Response:
    """Read a row."""
    found = myDefaultRepository.get_by_id(row)
    return jsonify(found and found.model)


@probe_bp.get("/slow")
def take_time() -> Response:
    """Answer after three seconds."""
    time.sleep(3)
    return jsonify("done")
