"""The endpoints at ``/auth``."""

from typing import cast

from flask import Blueprint, Flask, Response, jsonify
from flask.sansio.blueprints import BlueprintSetupState

from decorators.token_required import public, token_required
from helper.accounts.limits import limited
from helper.accounts.tokens import account_id
from helper.functions.json_answer import if_match, row_answer
from helper.functions.load_body import load_body
from routes.user_commands import user_commands
from schemas.account_schemas import AccountSchema, ProfileSchema, RegisterSchema
from schemas.auth_schemas import (
    AddressSchema,
    ChangePasswordSchema,
    LoginSchema,
    LogoutSchema,
    MailTokenSchema,
    NewPasswordSchema,
    RefreshSchema,
)
from services.auth_service import Tokens, myAuthService
from startup.account_settings import myAccountSettings
from startup.rate_limits import register_rate_limits

auth_bp = Blueprint("auth", __name__, url_prefix="/auth")


@auth_bp.record_once
def begin(state: BlueprintSetupState) -> None:
    """Check the settings; bring limits and commands into the application."""
    app = cast(Flask, state.app)
    myAccountSettings.check()
    register_rate_limits(app)
    app.cli.add_command(user_commands)


def tokens_answer(tokens: Tokens) -> Response:
    """Return a response with tokens, which no cache may keep."""
    response = jsonify(tokens)
    response.headers["Cache-Control"] = "no-store"
    return response


def accepted_answer() -> tuple[Response, int]:
    """Return the same response whether or not there is an account."""
    return jsonify(message="Look into your mail."), 202


@auth_bp.post("/register")
@limited
@public
def register() -> tuple[Response, int]:
    """Make an account; a mail confirms its address."""
    myAuthService.register(load_body(RegisterSchema))
    return accepted_answer()


@auth_bp.post("/verify")
@limited
@public
def verify() -> Response:
    """Confirm an address with the token of the mail."""
    myAuthService.verify(load_body(MailTokenSchema)["token"])
    return Response(status=204)


@auth_bp.post("/login")
@limited
@public
def login() -> Response:
    """Begin a session."""
    data = load_body(LoginSchema)
    return tokens_answer(myAuthService.login(data["email"], data["password"]))


@auth_bp.post("/refresh")
@limited
@public
def refresh() -> Response:
    """Exchange a refresh token for new tokens.

    It works once: with one that was used before, the session ends.
    """
    return tokens_answer(myAuthService.refresh(load_body(RefreshSchema)["refresh_token"]))


@auth_bp.post("/logout")
@limited
@public
def logout() -> Response:
    """End a session, or all of them."""
    data = load_body(LogoutSchema)
    myAuthService.logout(data["refresh_token"], everywhere=data["everywhere"])
    return Response(status=204)


@auth_bp.post("/password")
@limited
@token_required
def change_password() -> Response:
    """Change the password of an account; all its other sessions end."""
    id, data = account_id(), load_body(ChangePasswordSchema)
    return tokens_answer(myAuthService.change_password(id, data["password"], data["new_password"]))


@auth_bp.post("/reset")
@limited
@public
def ask_for_reset() -> tuple[Response, int]:
    """Ask for the mail that sets a new password."""
    myAuthService.ask_for_reset(load_body(AddressSchema)["email"])
    return accepted_answer()


@auth_bp.put("/reset")
@limited
@public
def reset() -> Response:
    """Set a new password with the token of the mail; all sessions end."""
    data = load_body(NewPasswordSchema)
    myAuthService.reset(data["token"], data["password"])
    return Response(status=204)


@auth_bp.get("/me")
@token_required
def get_me() -> Response:
    """Return one's own account."""
    row = myAuthService.profile(account_id())
    return row_answer(row, AccountSchema)


@auth_bp.patch("/me")
@token_required
def patch_me() -> Response:
    """Change one's own account."""
    id, data = account_id(), load_body(ProfileSchema, partial=True)
    row = myAuthService.change_profile(id, data, if_match(AccountSchema))
    return row_answer(row, AccountSchema)
