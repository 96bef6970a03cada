"""The Flask application factory."""

from flask import Flask
from flask_cors import CORS

from helper.execution_tracking.Logger import start_logging
from routes.default_route import default_bp
from startup.Alchemy import init_db
from startup.Environment import myEnvironment  # importing it loads .env
from startup.error_handlers import register_error_handlers
from startup.request_hooks import register_request_hooks


def create_app() -> Flask:
    """Build the application from the environment and ``.env``, with its tables in place."""
    myEnvironment.check()
    start_logging(myEnvironment.LOG_LEVEL)
    app = Flask(__name__)
    app.config["TESTING"] = myEnvironment.TESTING
    app.config["MAX_CONTENT_LENGTH"] = myEnvironment.MAX_CONTENT_LENGTH
    CORS(app, origins=myEnvironment.CORS_ORIGINS, always_send=False, vary_header=False)
    init_db()
    register_request_hooks(app)
    register_error_handlers(app)

    app.register_blueprint(default_bp)
    return app
