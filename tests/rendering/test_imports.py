"""The imports of schemas and factories, for every set of types: as ruff sorts and breaks them."""

import subprocess
import sys
from itertools import combinations
from pathlib import Path
from random import Random

import pytest

from ant.artifacts.registry import render_route
from ant.core.fields.field import Default, Field
from ant.core.names.route_names import RouteNames
from ant.core.spec import Route
from ant.field_types.registry import TYPES

OURS = ["checks", "factories", "helper", "models", "repositories", "schemas", "services", "startup"]
OF_EACH_SIZE = 40
OPTIONS = [
    "--select", "I,F401", "--line-length", "100",
    "--config", f"lint.isort.known-first-party = {OURS}",
]  # fmt: skip


def field(kind: str, number: int) -> Field:
    """A field of a type, with what its imports depend on."""
    values = ("a", "b") if kind == "enum" else ()
    minimum = "1" if kind == "decimal" and number % 2 else None
    default = Default("now") if kind in ("date", "time", "datetime") and number % 2 else None
    made = Field(f"f{number}", kind, values=values, minimum=minimum, default=default)
    if kind == "decimal":
        made = made._replace(precision=10, scale=2)
    return made._replace(to="things" if kind in ("reference", "many") else "")


def sets_of_types() -> list[tuple[str, ...]]:
    """All small sets of types, all that lack few of them, and as many of each size between."""
    kinds, random = sorted(TYPES), Random(1)
    some = [count for count in range(1, len(kinds) + 1) if not 2 < count < len(kinds) - 2]
    between = [count for count in range(3, len(kinds) - 2) for _ in range(OF_EACH_SIZE)]
    return [chosen for count in some for chosen in combinations(kinds, count)] + [
        tuple(sorted(random.sample(kinds, count))) for count in between
    ]


@pytest.mark.slow
@pytest.mark.parametrize("name", ["things", "t" * 38])
def test_they_are_sorted_and_none_is_too_long(name: str, tmp_path: Path) -> None:
    chosen = sets_of_types()
    assert len(chosen) > 1000
    for number, kinds in enumerate(chosen):
        fields = tuple(field(kind, at) for at, kind in enumerate(kinds))
        route = Route(RouteNames(name), fields=fields)
        for path, content in render_route(route).items():
            if "schema" in path or "factory" in path or "model" in path:
                file = tmp_path / str(number) / path
                file.parent.mkdir(parents=True, exist_ok=True)
                file.write_bytes(content)
    done = subprocess.run(
        [sys.executable, "-m", "ruff", "check", "--isolated", "--no-cache", "-q", *OPTIONS, "."],
        cwd=tmp_path, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert (done.returncode, done.stdout[:3000]) == (0, "")


def test_a_line_of_one_character_too_much_is_broken() -> None:
    kinds = ("boolean", "date", "decimal", "json", "reference", "string", "uuid")
    fields = tuple(field(kind, 0) for kind in kinds)
    [schema] = [
        content.decode()
        for path, content in render_route(Route(RouteNames("things"), fields=fields)).items()
        if "GetThings" in path
    ]
    assert max(map(len, schema.splitlines())) <= 100
