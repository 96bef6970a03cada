"""Virtual environments for ant and its peers, kept between runs while they stay the same."""

import hashlib
import shutil
import subprocess
import sys
from pathlib import Path

REPOSITORY = Path(__file__).resolve().parent.parent.parent
CACHE = REPOSITORY / ".cache" / "bench"

PEERS = {
    "backant-cli": "backant-cli==0.7.4",
    # 6.0 wants Python 3.12.
    "django-admin": "Django==5.2.19",
    "cookiecutter": "cookiecutter==2.7.1",
    "copier": "copier==9.19.1",
}

_DATABASE = ("SQLAlchemy==2.1.9", "psycopg[binary]==3.3.9")
_SERVER = "gunicorn==27.0.1"
_FLASK = ("Flask==3.1.3", "Werkzeug==3.1.9", *_DATABASE, _SERVER)

SERVED = {
    # What the requirements.txt of a generated project asks for.
    "ant": (
        *_FLASK, "alembic==1.20.1", "boto3==1.44.8", "flask-cors==6.0.5",
        "apispec[marshmallow]==6.10.1", "Flask-Limiter[redis]==4.1.1",
        "flask-swagger-ui==5.34.0", "marshmallow==4.4.0", "orjson==3.13.0",
        "prometheus-client==0.26.0", "PyJWT[crypto]==2.15.1", "python-dotenv==1.2.4",
    ),
    "bare": _FLASK,
    # What the code of its projects imports, in the releases that they ask for; not their gunicorn
    # 20.1, which does not start where setuptools is new.
    "backant-cli": (
        "Flask==2.2.5", "Werkzeug==2.3.7", "Jinja2==3.1.2", "click==8.1.3", "itsdangerous==2.1.2",
        "flask-cors==3.0.10", "python-dotenv==0.20.0", "SQLAlchemy==1.4.54",
        "psycopg2-binary==2.9.13", "marshmallow==3.20.2", _SERVER,
    ),
    "FastAPI": (
        "fastapi==0.165.0", "pydantic[email]==2.14.4", "uvicorn[standard]==0.54.0", *_DATABASE,
    ),
    "Django REST": (
        "Django==5.2.19", "djangorestframework==3.18.3", "psycopg[binary]==3.3.9", _SERVER,
    ),
}  # fmt: skip
"""What each of the applications that are compared over HTTP runs on."""


def ant_environment() -> Path:
    """The programs of an environment with ant as users get it: installed, not editable."""
    digest = hashlib.sha256()
    for path in [REPOSITORY / "pyproject.toml", *sorted((REPOSITORY / "src").rglob("*"))]:
        if path.is_file() and path.suffix != ".pyc":
            name = str(path.relative_to(REPOSITORY)).encode()
            content = path.read_bytes()
            digest.update(b"%d %s %d %s" % (len(name), name, len(content), content))
    return _environment("ant", [str(REPOSITORY)], digest.hexdigest())


def peer_environment(name: str) -> Path:
    """The programs of an environment with one peer alone."""
    return _environment(name, ["--only-binary=:all:", PEERS[name]], PEERS[name])


def served_environment(name: str) -> Path:
    """The programs of an environment with all that one application over HTTP runs on."""
    pins = SERVED[name]
    folder = f"served-{name.lower().replace(' ', '-')}"
    return _environment(folder, ["--only-binary=:all:", *pins], " ".join(pins))


def _environment(name: str, arguments: list[str], identity: str) -> Path:
    folder = CACHE / name
    stamp = folder / "complete"
    wanted = f"{sys.version}\n{identity}\n"
    if not stamp.is_file() or stamp.read_text() != wanted:
        sys.stderr.write(f"Installing {name} ...\n")
        shutil.rmtree(folder, ignore_errors=True)
        subprocess.run([sys.executable, "-m", "venv", folder], check=True)
        python = folder / "bin" / "python"
        subprocess.run([python, "-m", "pip", "install", "--quiet", *arguments], check=True)
        stamp.write_text(wanted)
    return folder / "bin"
