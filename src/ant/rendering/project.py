"""The files of a whole project."""

import json
import os
from collections.abc import Iterator

from ant import __version__
from ant.core.spec import Secrets, Spec
from ant.rendering.engine import render_template

ROOT = os.path.join(os.path.dirname(os.path.dirname(__file__)), "templates", "project")
SUFFIX = ".jinja"
ENV_FILE = ".env"
CACHES = {"__pycache__", ".mypy_cache", ".pytest_cache", ".ruff_cache"}


def render_project(spec: Spec) -> dict[str, bytes]:
    """Return every file that the spec determines, by path: all but ``.env``."""
    view: dict[str, object] = {"project": _project_view(spec), "manifest": _manifest(spec)}
    return {
        path.removesuffix(SUFFIX): _content(path, view)
        for path in _template_paths()
        if path != ENV_FILE + SUFFIX
    }


def render_env_file(spec: Spec, secrets: Secrets) -> bytes:
    """Return ``.env``, which is written once, holds secrets, and is never rendered again."""
    return _content(
        ENV_FILE + SUFFIX, {"project": _project_view(spec), "secrets": secrets._asdict()}
    )


def _content(path: str, view: dict[str, object]) -> bytes:
    with open(os.path.join(ROOT, path), "rb") as file:
        source = file.read()
    if not path.endswith(SUFFIX):
        return source
    return render_template(source.decode(), path, view).encode()


def _template_paths(folder: str = "") -> Iterator[str]:
    """Walk the template past caches: pip compiles what it installs, and tools leave theirs."""
    with os.scandir(os.path.join(ROOT, folder)) as entries:
        for entry in entries:
            path = f"{folder}{entry.name}"
            if not entry.is_dir():
                yield path
            elif entry.name not in CACHES:
                yield from _template_paths(f"{path}/")


def _project_view(spec: Spec) -> dict[str, str]:
    return {"name": spec.name.text, "slug": spec.name.slug, "database": spec.name.database}


def _manifest(spec: Spec) -> str:
    return json.dumps({"ant": __version__, **spec.to_json()}, indent=2, ensure_ascii=False)
