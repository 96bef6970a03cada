"""Views to try tokens on, one for each kind of guard: the paths are in ``GUARDED_PATHS``."""

from flask import Flask, Response, g, jsonify

from decorators.token_required import role_required, scope_required, token_required

GUARDED_PATHS = ("/-/known", "/-/admins", "/-/writers", "/-/both")


def add_guarded_views(app: Flask) -> None:
    """Add them all; each answers with the ``sub`` of the token."""

    @token_required
    def known() -> Response:
        return jsonify(g.claims["sub"])

    @role_required("admin")
    def admins() -> Response:
        return jsonify(g.claims["sub"])

    @scope_required("orders.write")
    def writers() -> Response:
        return jsonify(g.claims["sub"])

    @role_required("admin")
    @scope_required("orders.write")
    def both() -> Response:
        return jsonify(g.claims["sub"])

    for path, view in zip(GUARDED_PATHS, (known, admins, writers, both), strict=True):
        app.add_url_rule(path, view_func=view)
