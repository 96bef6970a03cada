"""The route that the generator began, with the checks of what a client sends."""

from flask import Blueprint, Response, jsonify, request
from helper.functions.validation_error import validation_error
from marshmallow import ValidationError
from schemas.GetUsers_schema import GetUsersSchema
from schemas.PostUsers_schema import PostUsersSchema
from services.users_service import myUsersService

users_bp = Blueprint("users", __name__, url_prefix="/users")


@users_bp.get("")
def users_route() -> Response:
    """List rows, a page at a time."""
    try:
        query = GetUsersSchema().load(request.args)
    except ValidationError as e:
        raise validation_error(e) from None
    response = myUsersService.get_users(**query)
    return jsonify(response)


@users_bp.get("/<int:id>")
def users_by_id_route(id: int) -> Response:
    """Show one row."""
    response = myUsersService.get_users_by_id(id)
    return jsonify(response)


@users_bp.post("")
def create_users_route() -> tuple[Response, int, dict[str, str]]:
    """Make a row."""
    try:
        data = PostUsersSchema().load(request.get_json())
    except ValidationError as e:
        raise validation_error(e) from None
    response = myUsersService.create_users(data)
    return jsonify(response), 201, {"Location": f"/users/{response.id}"}
