"""Names that are taken as something else than they seem are told, with the better one."""

import json
from pathlib import Path

from ant.core.fields.field import KEYS
from ant.field_types.registry import TYPES
from conftest import Ant

FIELDS = {
    "isActive": "boolean",
    "userID": "integer",
    "customer_id": {"type": "reference", "to": "customers"},
    "owner": "reference:to=customers",
    "Plain": "string",
    "metadata": "json",
    "page": "integer",
}
SPEC = {"routes": {"customers": {"fields": {"name": "string"}}, "orderLines": {"fields": FIELDS}}}
TOLD = [
    "Route 'orderLines' is called 'orderlines': names are in lower case. "
    "Write 'order_lines' if you want that.",
    "Field 'isActive' of route 'orderlines' is called 'isactive': names are in lower case. "
    "Write 'is_active' if you want that.",
    "Field 'userID' of route 'orderlines' is called 'userid': names are in lower case. "
    "Write 'user_id' if you want that.",
    "The reference 'customer_id' of route 'orderlines' has the column 'customer_id_id'. "
    "Call it 'customer' to have the column 'customer_id'.",
    "The code calls the field 'metadata' of route 'orderlines' 'metadata_', since Python or a "
    "library needs 'metadata' itself. Clients do not see that.",
    "Lists are filtered by the field 'page' of route 'orderlines' with '__eq' behind its name, "
    "since every list has a parameter of that name.",
]


def test_a_spec_is_taken_and_its_names_are_told(ant: Ant) -> None:
    done = ant("generate", "api", "shop", "--json", json.dumps(SPEC))
    assert done.returncode == 0
    assert done.stdout.splitlines()[2:] == [f"Warning: {line}" for line in TOLD]


def test_the_report_tells_them_too(ant: Ant) -> None:
    done = ant("generate", "api", "shop", "--json", json.dumps(SPEC), "--dry-run", "--report")
    assert json.loads(done.stdout)["warnings"] == TOLD


def test_commands_that_grow_a_project_tell_them(ant: Ant, tmp_path: Path) -> None:
    ant("generate", "api", "shop")
    words = ["generate", "route", "orderLines", "isActive:boolean"]
    assert ant(*words, cwd=tmp_path / "shop").stdout.count("Warning: ") == 2
    words = ["generate", "field", "orderlines", "unitPrice:decimal", "note:text"]
    assert "Write 'unit_price' if" in ant(*words, cwd=tmp_path / "shop").stdout
    assert (
        "Write 'user_posts' if"
        in ant("generate", "route", "userPosts", cwd=tmp_path / "shop").stdout
    )


def test_the_help_of_fields_has_every_type_and_modifier(ant: Ant) -> None:
    for command in (["generate", "field"], ["generate", "route"]):
        lines = ant(*command, "--help").stdout.splitlines()
        for kind, modifiers in ((kind.name, kind.modifiers) for kind in TYPES.values()):
            assert f"  {kind:<10} {', '.join(modifiers)}" in lines
        for key in KEYS[1:]:
            assert any(line.startswith(f"  {key:<10} ") and len(line) < 100 for line in lines)
