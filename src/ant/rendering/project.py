"""The files that a spec gives."""

import re
from functools import cache

from ant.core.route_names import RouteNames
from ant.core.spec import Route, Secrets, Spec
from ant.rendering.alike import render_routes
from ant.rendering.engine import render_template
from ant.rendering.manifest import manifest_text
from ant.rendering.templates import read_template, template_paths
from ant.rendering.wrap import wrap_long_lines

FOLDER = "project"
SUFFIX = ".jinja"
ENV_FILE = ".env"
MANIFEST = "ant.json"
APPLIED = ".ant/applied.json"
LOAD_MOCK = "api/helper/functions/load_mock.py"

_NUMBER = re.compile(r"([0-9]+)")

DEFAULT = RouteNames("default")
"""The resource that every project has; its files are the template's own."""

GROWING = (MANIFEST, APPLIED, "api/app.py", "api/startup/Alchemy.py")
"""The files of a project that change with its routes and are no route's own."""


def render_project(spec: Spec) -> dict[str, bytes]:
    """Return every file that the spec determines, by path: all but ``.env``."""
    paths = [path.removeprefix(f"{FOLDER}/") for path in template_paths(FOLDER)]
    shared = [path.removesuffix(SUFFIX) for path in paths if path != ENV_FILE + SUFFIX]
    return render_shared(spec, shared) | render_routes(spec.routes) | _load_mock(spec)


def render_difference(spec: Spec, other: Spec) -> dict[str, bytes]:
    """Return those files of a spec that another spec may give otherwise.

    What this costs depends on how much the two differ, not on how large they are, but for the
    few files that list all routes.
    """
    if spec[:2] != other[:2]:
        return render_project(spec)
    routes = render_routes(_changed_routes(spec, other))
    return render_shared(spec, list(GROWING)) | routes | _load_mock(spec)


def paths_of_difference(spec: Spec, other: Spec) -> set[str]:
    """Return the paths of ``render_difference``, for less."""
    if spec[:2] != other[:2]:
        return {*render_project(spec)}
    return {*GROWING, *render_routes(_changed_routes(spec, other)), *_load_mock(spec)}


def _changed_routes(spec: Spec, other: Spec) -> tuple[Route, ...]:
    elsewhere = {route.names.text: route for route in other.routes}
    return tuple(r for r in spec.routes if not r.same_as(elsewhere.get(r.names.text)))


def render_env_file(spec: Spec, secrets: Secrets) -> bytes:
    """Return ``.env``, which is written once, holds secrets, and is never rendered again."""
    view: dict[str, object] = {"project": _project_view(spec), "secrets": secrets._asdict()}
    return _content(ENV_FILE + SUFFIX, view)


def render_shared(spec: Spec, paths: list[str]) -> dict[str, bytes]:
    """Return files that are no route's own, by path."""
    wiring = [_wiring_view(each) for each in (DEFAULT, *(route.names for route in spec.routes))]
    view: dict[str, object] = {
        "project": _project_view(spec),
        "manifest": manifest_text(spec),
        "routes": wiring,
        "routes_by_module": sorted(wiring, key=lambda each: _natural_order(each["route_module"])),
    }
    templates = set(template_paths(FOLDER))
    files = {}
    for path in paths:
        template = path + SUFFIX if f"{FOLDER}/{path}{SUFFIX}" in templates else path
        files[path] = _content(template, view)
    return files


def _content(path: str, view: dict[str, object]) -> bytes:
    if not path.endswith(SUFFIX):
        return read_template(f"{FOLDER}/{path}")
    text = render_template(f"{FOLDER}/{path}", view)
    return (wrap_long_lines(text) if path.endswith(f".py{SUFFIX}") else text).encode()


def _load_mock(spec: Spec) -> dict[str, bytes]:
    if any(route.is_mocked for route in spec.routes):
        return {LOAD_MOCK: render_load_mock()}
    return {}


def render_load_mock() -> bytes:
    """Return what reads the mocks of a project."""
    return read_template("mock/load_mock.py")


@cache  # of two specs that are compared, most routes are the same
def _natural_order(module: str) -> list[str | int]:
    """As isort orders modules: ``a2`` before ``a10``."""
    parts: list[str | int] = [*_NUMBER.split(module)]
    parts[1::2] = map(int, parts[1::2])
    return parts


def _project_view(spec: Spec) -> dict[str, str]:
    return {
        "name": spec.name.text,
        "description": spec.description,
        "slug": spec.name.slug,
        "database": spec.name.database,
    }


def _wiring_view(names: RouteNames) -> dict[str, str]:
    """What the files need that list all routes: of every route, so no more than that."""
    return {
        "blueprint": names.blueprint,
        "route_module": names.route_module,
        "model_module": names.model_module,
    }
