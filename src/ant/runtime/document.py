"""The OpenAPI document of a project, made by the project's own code."""

import json
import os

from ant.core.errors import Problem, ToolFailed
from ant.core.fields.field import Json

# What is printed while the application is made goes to standard error. The document is made of
# blueprints, schemas and models: no table is needed, so no database is.
_MAKE = """
import os, sys
document = os.fdopen(os.dup(1), "wb")
os.dup2(2, 1)
sys.path.insert(0, "api")
from startup import Alchemy
Alchemy.init_db = lambda *_settings: Alchemy.import_models()
from app import create_app
answer = create_app().test_client().get("/openapi.json")
if answer.status_code != 200:
    sys.exit(f"GET /openapi.json is answered with {answer.status}.")
document.write(answer.data)
"""


def made_document(root: str, python: str) -> dict[str, Json]:
    """Return the document that a project's application serves, regardless of ``DOCS``.

    Raises ``ToolFailed`` where the application cannot be created, or serves no document.
    """
    import subprocess  # noqa: PLC0415, slow to load

    environment = {**os.environ, "DOCS": "True", "LOG_LEVEL": "WARNING"}
    if not os.path.exists(os.path.join(root, ".env")):  # as in a fresh clone
        environment.setdefault("FLASK_ENV", "development")
    done = subprocess.run(
        [python, "-c", _MAKE], cwd=root, env=environment, stdout=subprocess.PIPE, check=False
    )
    if done.returncode:
        message = "The application does not give its OpenAPI document."
        raise ToolFailed(Problem(message, hint="Its own message is above."))
    document: dict[str, Json] = json.loads(done.stdout)
    return document
