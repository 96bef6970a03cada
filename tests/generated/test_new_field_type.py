"""The recipe "Add a field type" of CONTRIBUTING.md, carried out to the letter on a copy of ant."""

import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

import ant
from conftest import START
from generated.conftest import RunTests
from support.grown import ask, migrations

pytestmark = pytest.mark.slow
Command = Callable[..., str]

ROOT = Path(__file__).parents[2]
FIELDS = ("name:string:required", "address:ip_address:required:unique",
          "gateway:ip_address:default=10.0.0.1")  # fmt: skip


@pytest.fixture(scope="module")
def source(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the package with the module of the recipe, and its one line in the registry."""
    copy = tmp_path_factory.mktemp("source")
    ignored = shutil.ignore_patterns("__pycache__")
    shutil.copytree(Path(ant.__file__).parent, copy / "ant", ignore=ignored)
    recipe = (ROOT / "CONTRIBUTING.md").read_text().partition("**Add a field type.**")[2]
    place = re.search(r"below `src/(ant/field_types/)`, such as `([a-z_/]+\.py)`", recipe)
    code = re.search(r"```python\n(.*?)```", recipe, re.DOTALL)
    assert place and code
    (copy / place[1] / place[2]).write_text(code[1])
    registry = copy / "ant/field_types/registry.py"
    text = registry.read_text().replace(" Uuid(),", " Uuid(), IpAddress(),")
    line = "from ant.field_types.texts.ip_address import IpAddress\n"
    registry.write_text(
        text.replace(
            "from ant.field_types.texts.password", f"{line}from ant.field_types.texts.password"
        )
    )
    assert registry.read_text().count("IpAddress") == 2
    env = {**os.environ, "PYTHONPATH": f"{copy}{os.pathsep}{ROOT / 'tests'}"}
    made = subprocess.check_output(
        [sys.executable, "-c", "from manual import spec_schema as made; print(made.schema_text())"],
        env=env,
    )
    (copy / "ant/templates/project/.ant/schema.json").write_bytes(made)
    return copy


@pytest.fixture(scope="module")
def command(source: Path) -> Command:
    """Run the copy's command; what it has to say is returned."""

    def run(*words: str, cwd: Path, code: int = 0) -> str:
        start = START.format(site=str(source))
        done = subprocess.run(
            [sys.executable, "-c", start, *words],
            cwd=cwd,
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == code, done.stdout + done.stderr
        return done.stdout + done.stderr

    return run


@pytest.fixture(scope="module")
def shop(command: Command, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A project with a route that has fields of the type."""
    folder = tmp_path_factory.mktemp("shop")
    command("generate", "api", "shop", cwd=folder)
    command("generate", "route", "hosts", *FIELDS, cwd=folder / "shop")
    return folder / "shop"


@pytest.fixture
def hosts(shop: Path, tmp_path: Path) -> Path:
    """A copy of it to be changed."""
    return Path(shutil.copytree(shop, tmp_path / "shop"))


def last_migration(project: Path) -> str:
    return (project / f"api/migrations/versions/{migrations(project)[-1]}.py").read_text()


def test_its_column_its_schema_and_its_migration_are_made(hosts: Path) -> None:
    model = (hosts / "api/models/Hosts_model.py").read_text()
    assert "address: Mapped[str] = mapped_column(String(15), unique=True)" in model
    assert 'gateway: Mapped[str] = mapped_column(String(15), default="10.0.0.1")' in model
    schema = (hosts / "api/schemas/PostHosts_schema.py").read_text()
    assert schema.count("Matches(") == 2
    assert 'sa.Column("address", sa.String(15), nullable=False)' in last_migration(hosts)


def test_it_is_explained_and_refused_in_its_own_words(command: Command, hosts: Path) -> None:
    assert "ip_address required, nullable, unique, index, private, readonly, default" in command(
        "generate", "field", "--help", cwd=hosts
    )
    refused = command(
        "generate", "field", "hosts", "dns:ip_address:default=1.2.3", cwd=hosts, code=1
    )
    assert "must be an IP address such as 192.0.2.1" in refused
    meant = command("generate", "field", "hosts", "dns:inet", cwd=hosts, code=1)
    assert "Did you mean 'ip_address'?" in meant


def test_the_schema_of_specs_takes_it(command: Command, hosts: Path) -> None:
    validator = Draft202012Validator(json.loads(command("schema", cwd=hosts)))
    spec = json.loads((hosts / "ant.json").read_text())
    assert spec["routes"]["hosts"]["fields"]["gateway"] == "ip_address:default=10.0.0.1"
    assert validator.is_valid(spec)
    spec["routes"]["hosts"]["fields"]["gateway"] = "ip_address:max=1"
    assert not validator.is_valid(spec)


def test_rows_get_a_value_that_was_given_and_no_other(command: Command, hosts: Path) -> None:
    add = ("generate", "field", "hosts", "dns:ip_address:required", "--yes", "--fill")
    refused = command(*add, "hosts.dns=nowhere", cwd=hosts, code=1)
    assert "must be an IP address" in refused
    command(*add, "hosts.dns=192.0.2.7", cwd=hosts)
    assert 'fill("hosts", sa.column("dns", sa.String(15)), "192.0.2.7")' in last_migration(hosts)


def test_texts_become_addresses_and_back(command: Command, hosts: Path) -> None:
    spec = json.loads((hosts / "ant.json").read_text())
    spec["routes"]["hosts"]["fields"].update(name="ip_address:required", gateway="string:max=20")
    (hosts / "ant.json").write_text(json.dumps(spec))
    told = command("apply", "--yes", cwd=hosts)
    assert "'hosts.name' is longer than 15 characters" in told
    upgrade = last_migration(hosts).partition("def downgrade")[0]
    assert 'convert_column("hosts", "name", sa.String(255), sa.String(15))' in upgrade
    assert 'batch.alter_column("gateway", type_=sa.String(20), nullable=True)' in upgrade


def test_the_api_takes_filters_and_documents_it(hosts: Path, project_python: Path) -> None:
    good, bad = ({"name": "a", "address": text} for text in ("192.0.2.1", "256.0.2.1"))
    made, refused, found, missed, document = ask(
        project_python, hosts, ("POST", "/hosts", good), ("POST", "/hosts", bad),
        ("GET", "/hosts?address__startswith=192.", None), ("GET", "/hosts?address=10.0.0.1", None),
        ("GET", "/openapi.json", None),
    )  # fmt: skip
    assert (made[0], made[1]["gateway"]) == (201, "10.0.0.1")
    assert refused[0] == 400 and "address" in json.dumps(refused[1])
    assert (found[1]["total"], missed[1]["total"]) == (1, 0)
    schemas = document[1]["components"]["schemas"]
    patterns = {part["properties"]["address"].get("pattern", "") for part in parts_of(schemas)}
    assert any(pattern.startswith("^(25[0-5]|") for pattern in patterns), schemas.keys()


def parts_of(schemas: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """The objects that have an address, wherever they stand in the schemas."""
    for schema in schemas.values():
        for part in (schema, *schema.get("allOf", [])):
            if "address" in part.get("properties", {}):
                yield part


def test_the_own_tests_of_a_project_try_it(hosts: Path, run_tests: RunTests) -> None:
    done = run_tests(hosts, "tests/test_hosts_route.py")
    assert done.returncode == 0, done.stdout[-3000:]
