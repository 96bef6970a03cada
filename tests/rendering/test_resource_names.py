"""No name of a route with fields hides what its generated modules import."""

import ast
import json
import re
from collections import Counter
from collections.abc import Iterator

import pytest

from ant.artifacts.project import render_project, render_shared
from ant.artifacts.registry import render_route
from ant.core.errors import InvalidSpec
from ant.core.fields.attribute_names import attribute_of
from ant.core.fields.names import field_name_fault
from ant.core.names.identifiers import ProjectName
from ant.core.names.route_names import RouteNames, folded, route_name_fault
from ant.core.relations import all_collections
from ant.core.spec import Spec
from ant.core.spec_reader import read_spec
from support.generated import REPOSITORY
from support.names import NAMES

EVERY_TYPE = json.loads((REPOSITORY / "tests/support/every_type.json").read_text())["routes"]
FIELDS = {
    name: given for name, given in EVERY_TYPE["orders"]["fields"].items() if "to=" not in str(given)
}


LISTING = ["api/app.py", "api/startup/Alchemy.py"]
"""The modules that list all routes."""


def spec_with(name: str) -> Spec:
    """A project whose one route has this name, and is led to by itself."""
    to_itself = {"again": f"reference:to={name}", "all_of": f"many:to={name}"}
    routes = {name: {"fields": {**FIELDS, **to_itself}}}
    return read_spec({"routes": routes}, ProjectName("x"), str)


def modules_among(files: dict[str, bytes]) -> dict[str, bytes]:
    return {
        path: content
        for path, content in files.items()
        if path.startswith("api/") and path.endswith(".py")
    }


def files_of(name: str) -> dict[str, bytes]:
    """Those modules of such a project that depend on the name."""
    spec = spec_with(name)
    route = spec.routes[0]
    own = render_route(route, all_collections(spec.routes)[name])
    return modules_among(own | render_shared(spec, LISTING))


def test_no_other_module_depends_on_the_name() -> None:
    some, others = (modules_among(render_project(spec_with(name))) for name in ("users", "dogs"))
    same = {path for path in some if some[path] == others.get(path)}
    assert len(same) > 20
    assert {path: some[path] for path in some if path not in same} == files_of("users")


def bound_names(content: bytes) -> Iterator[str]:
    """What a module binds at its top, as often as it does."""
    for node in ast.parse(content).body:
        if isinstance(node, ast.Import | ast.ImportFrom):
            yield from (alias.asname or alias.name for alias in node.names)
        elif isinstance(node, ast.ClassDef | ast.FunctionDef):
            yield node.name
        elif isinstance(node, ast.Assign):
            yield from (ast.unparse(target) for target in node.targets)


def bound_twice(name: str) -> list[str]:
    found = []
    for path, content in files_of(name).items():
        counts = Counter(bound_names(content))
        found += [f"{path}: {name}" for name, count in counts.items() if count > 1]
    return found


def imported_names() -> list[str]:
    """What the modules of a resource bind, as names of routes whose class would be called so."""
    words = {name for content in files_of("users").values() for name in bound_names(content)}
    return sorted({re.sub(r"(?<=[a-z])(?=[A-Z])", "_", word).lower().strip("_") for word in words})


@pytest.mark.slow
def test_no_name_hides_what_its_modules_import() -> None:
    wrong, refused = [], []
    for name in sorted({*map(folded, NAMES), *imported_names(), "crud", "dt"}):
        if not route_name_fault(name) and "users" not in name:
            try:
                wrong += bound_twice(name)
            except InvalidSpec as error:
                refused.append(str(error))
    assert wrong == []
    assert [
        why for why in refused if "would share" not in why and "get_by_id_by_id" not in why
    ] == []


@pytest.mark.parametrize(
    ("name", "class_name"),
    [("page", "Page_"), ("text", "Text_"), ("class", "Class"), ("none", "None_"), ("crud", "Crud")],
)
def test_a_class_that_would_hide_another_one_has_an_underscore(name: str, class_name: str) -> None:
    names = RouteNames(name)
    assert (names.class_name, names.service_class) == (class_name, f"{names.stem}Service")
    assert (
        f"class {class_name}(Base):"
        in files_of(name)[f"api/{names.model_module.replace('.', '/')}.py"].decode()
    )


def test_no_field_hides_what_the_class_around_it_uses() -> None:
    used: set[str] = set()
    for path, content in files_of("users").items():
        if path.startswith(("api/models/", "api/schemas/", "tests/factories/")):
            tree = ast.parse(content)
            inside = {
                name.id
                for node in tree.body
                if isinstance(node, ast.ClassDef)
                for statement in node.body
                for name in ast.walk(statement)
                if isinstance(name, ast.Name) and isinstance(name.ctx, ast.Load)
            }
            used |= inside & {*bound_names(content)}
    assert {"mapped_column", "exact", "utc_now", "validate", "dt"} <= used
    free = {name for name in used if name.islower() and not field_name_fault(name)}
    assert [name for name in free if attribute_of(name) == name] == []
