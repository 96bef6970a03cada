"""Views to try tokens on: one for anybody known at ``/known``, one for admins at ``/admins``."""

from flask import Flask, Response, g, jsonify

from decorators.token_required import role_required, token_required


def add_guarded_views(app: Flask) -> None:
    """Add both; each answers with the ``sub`` of the token."""

    @token_required
    def known() -> Response:
        return jsonify(g.claims["sub"])

    @role_required("admin")
    def admins() -> Response:
        return jsonify(g.claims["sub"])

    app.add_url_rule("/known", view_func=known)
    app.add_url_rule("/admins", view_func=admins)
