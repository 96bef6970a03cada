"""For each rule what breaks it in a generated project: a file, and a text that is added to it."""

from typing import NamedTuple

SERVICE = "api/services/default_service.py"
NEW = "api/routes/extra_route.py"


class Breakage(NamedTuple):
    """A text that is put before what a file has; a new file has nothing."""

    rule: str
    path: str
    text: str
    line: int = 1
    column: int = 1


BREAKAGES = (
    Breakage(
        "route-data-access",
        "api/routes/default_route.py",
        "from repositories.default_repository import myDefaultRepository\n",
    ),
    Breakage(
        "route-data-access",
        "api/routes/default_route.py",
        "def late():\n    import models.Default_model\n",
        2,
        5,
    ),
    Breakage("route-data-access", "api/routes/default_route.py", "from models import Default\n"),
    Breakage("route-data-access", NEW, "from ..models.Default_model import Default\n"),
    Breakage("route-data-access", NEW, "from helper.DBSession import myDB\n"),
    Breakage("route-data-access", NEW, "from sqlalchemy import select\n"),
    Breakage("service-flask", SERVICE, "from flask import request\n"),
    Breakage("service-flask", SERVICE, "import flask.globals\n"),
    Breakage("service-query", SERVICE, "from sqlalchemy import func\n"),
    Breakage(
        "service-query",
        SERVICE,
        "from helper.DBSession import myDB\nrows = myDB.execute(x)\n",
        2,
        8,
    ),
    Breakage(
        "repository-http",
        "api/repositories/default_repository.py",
        "from werkzeug.exceptions import abort\n",
    ),
    Breakage(
        "repository-http",
        "api/repositories/default_repository.py",
        "from helper.execution_tracking.NotFound import NotFound\n",
    ),
    Breakage("model-logic", "api/models/Default_model.py", "from flask import g\n"),
    Breakage("model-logic", "api/models/Default_model.py", "from helper.DBSession import myDB\n"),
    Breakage(
        "import-upward",
        "api/models/Default_model.py",
        "from services.default_service import myDefaultService\n",
    ),
    Breakage("import-upward", SERVICE, "from routes import default_route\n"),
    Breakage(
        "import-upward",
        "api/schemas/PostDefault_schema.py",
        "from repositories.default_repository import myDefaultRepository\n",
    ),
    Breakage(
        "blueprint-unregistered",
        NEW,
        'from flask import Blueprint\nextra_bp = Blueprint("extra", __name__)\n'
        '@extra_bp.get("/extra")\ndef extra():\n    return {}\n',
        2,
    ),
    Breakage(
        "model-unimported",
        "api/models/Extra_model.py",
        'from startup.Alchemy import Base\nclass Extra(Base):\n    __tablename__ = "extra"\n',
        2,
    ),
    Breakage("environment-read", SERVICE, 'import os\nURL = os.environ["URL"]\n', 2, 7),
    Breakage("environment-read", SERVICE, 'import os\nURL = os.getenv("URL")\n', 2, 7),
    Breakage("environment-read", SERVICE, "from os import environ\n"),
    Breakage("conflict-marker", SERVICE, "<<<<<<< HEAD\na = 1\n=======\na = 2\n>>>>>>> other\n"),
    Breakage("conflict-marker", "requirements.txt", "<<<<<<< HEAD\na\n=======\nb\n>>>>>>> other\n"),
    Breakage("conflict-marker", "ant.json", "<<<<<<< HEAD\n=======\n>>>>>>> other\n"),
    Breakage("not-python", SERVICE, "def (:\n", 1, 5),
    Breakage("not-python", SERVICE, "# -*- coding: nope -*-\n"),
    Breakage(
        "migration-heads",
        "api/migrations/versions/0002_extra.py",
        'revision = "extra"\ndown_revision = None\n',
    ),
    Breakage("requirement-missing", SERVICE, "import redis\n"),
    Breakage("requirement-missing", SERVICE, "def late():\n    from yaml import load\n", 2, 5),
    Breakage("requirement-unused", "requirements.txt", "# Passwords.\nargon2-cffi>=25,<26\n", 2),
    Breakage("ignore-unknown", SERVICE, "a = 1  # ant: ignore[no-such-rule]\n", 1, 8),
    Breakage("ignore-unused", SERVICE, "a = 1  # ant: ignore[service-query]\n", 1, 8),
)
