"""The endpoint at ``/``."""

from flask import Blueprint, Response, jsonify

from services.default_service import myDefaultService

default_bp = Blueprint("default", __name__, url_prefix="/")


@default_bp.get("")
def get_default() -> Response:
    """Say that the backend is up."""
    return jsonify(myDefaultService.get_default())
