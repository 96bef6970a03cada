"""Projects of version 0.2.0 grown by the words of the spec that it did not know.

A word may come before ``ant upgrade``, which then is asked for first, or behind it.
"""

import json
from pathlib import Path
from typing import Any

import pytest

from ant import __version__
from conftest import Ant
from support.frozen import SQLITE, complaints, unpack
from support.grown import ask, project_files
from support.trees import Snapshot, snapshot

Json = dict[str, Any]
REFUSED = (
    f"Error: This project was made by ant 0.2.0; what ant {__version__} adds may need what it has"
    " changed since.\n  Run first: ant upgrade\n"
)
COMMANDS = (
    ("generate", "rules", "order_lines", "--unique", "order,product"),
    ("generate", "rules", "orders", "--index", "status,-created_at"),
    ("generate", "field", "products", "size:smallint", "tags:list:of=string"),
    ("generate", "field", "orders", "token:uuid:default=uuid"),
    ("generate", "field", "labels", "from:string:column=origin:description=Whence"),
    ("generate", "route", "notes", "text:text", "--key", "uuid", "--delete", "soft", "--bulk"),
    ("generate", "route", "stocks", "name:string", "--table", "stock", "--description", "All."),
    ("generate", "auth", "--yes"),
)
"""What each begins with a word that version 0.2.0 did not know."""

RULES_NAMES_AND_THE_WHOLE_PROJECT: Json = {
    "project": {
        "prefix": "/api/v1", "json": "camelCase", "if_match": "optional", "idempotency": True,
        "enums": {"state": ["new", "paid", "shipped", "cancelled"]},
    },
    "routes": {
        "customers": {"fields": {"preferences": "json:description=What pages show."}},
        "labels": {"delete": "soft", "description": "What products are found by."},
        "products": {
            "bulk": True,
            "fields": {
                "size": "smallint:min=0",
                "tags": "list:of=string",
                "token": "uuid:default=uuid",
                "metadata": "json",
                "from": "string:max=10:column=origin",
                "barcode": "string:max=20:nullable:default=none",
                "volume": "decimal:precision=38:scale=6",
                "slogan": "text:index:max=200",
                "photo": "binary:max=65536",
            },
        },
        "orders": {
            "index": [["status", "-created_at"]],
            "check": ["ordered_on <= due_on"],
            "fields": {
                "status": "enum:of=state:index:default=new",
                "ordered_on": "date",
                "due_on": "date",
            },
        },
        "order_lines": {"unique": [["order", "product"]], "idempotency": False},
        "reviews": {
            "unique": [{"fields": ["product", "customer"], "where": {"stars__ne": 1}}],
            "if_match": "required",
        },
        "warehouses": {
            "key": "string:max=8", "table": "warehouse", "fields": {"name": "string:required"},
        },
        "manuals": {
            "key": "product",
            "fields": {"product": "reference:required:to=products", "body": "text"},
        },
        "remarks": {
            "fields": {
                "subject": "reference:to=products,orders:required:on_delete=cascade",
                "body": "text:required",
            },
        },
        "stocks": {
            "key": "uuid",
            "fields": {
                "warehouse": "reference:required:to=warehouses",
                "product": "reference:required:to=products:column=article",
                "labels": "many:to=labels",
            },
        },
    },
}  # fmt: skip
WHO_MAY_DO_WHAT: Json = {
    "project": {
        "json": "camelCase",
        "auth": {"read": "public", "create": "token", "delete": "role:admin"},
    },
    "routes": {
        "users": {"accounts": True, "key": "uuid"},
        "practices": {"fields": {"name": "string:required:unique"}},
        "notes": {
            "owner": "user", "delete": "soft", "bulk": True, "if_match": "required",
            "idempotency": True, "unique": [["user", "title"]],
            "fields": {
                "user": "reference:required:to=users",
                "title": "string:required:max=80",
                "patient": "reference:to=patients:on_delete=cascade",
            },
        },
        "bills": {
            "tenant": {"field": "practice", "all": "role:admin"},
            "fields": {
                "practice": "reference:required:to=practices", "amount": "decimal:required",
            },
        },
        "invoices": {"auth": "scope:billing"},
        "rooms": {"auth": "public", "fields": {"floor": "smallint:required:min=-2:max=20"}},
        "doctors": {
            "delete": "soft", "fields": {"languages": "list:of=string", "rooms": "many:to=rooms"},
        },
    },
}  # fmt: skip
GROWN = {
    "0.2.0/store": RULES_NAMES_AND_THE_WHOLE_PROJECT,
    "0.2.0/clinic": WHO_MAY_DO_WHAT,
}
ROWS: dict[str, tuple[tuple[str, Json], ...]] = {
    "store": (
        ("/labels", {"name": "new"}),
        ("/products", {"sku": "AB-123", "name": "Chair", "price": "19.90", "in_stock": 3}),
    ),
    "clinic": (
        ("/rooms", {"name": "Blue", "floor": 2, "is_open": True}),
        ("/doctors", {"name": "Ada", "email": "ada@example.com", "license_number": "A123456"}),
    ),
}
"""Rows that version 0.2.0 has made, by the URLs that it gives them."""


def grown(spec: Json, words: Json) -> Json:
    """A spec, or a part of one, with more words."""
    return spec | {
        key: grown(spec.get(key, {}), value) if isinstance(value, dict) else value
        for key, value in words.items()
    }


def say(project: Path, words: Json) -> None:
    """Write words into ``ant.json``, as its owner would."""
    manifest = project / "ant.json"
    manifest.write_text(json.dumps(grown(json.loads(manifest.read_text()), words), indent=2))


def succeeds(ant: Ant, project: Path, *words: str) -> str:
    """Run a command that does what it is asked; return what it says."""
    done = ant(*words, cwd=project)
    assert (done.returncode, done.stderr) == (0, ""), done.stdout
    return done.stdout


def without_rows(project: Path) -> Snapshot:
    """A project without the database that is beside its code."""
    files = project_files(project)
    return {path: seen for path, seen in files.items() if not path.startswith("api/instance")}


def in_snake_case(key: str) -> str:
    """A key of JSON as fields are called."""
    return "".join(f"_{letter.lower()}" if letter.isupper() else letter for letter in key)


def made_by_words_first(ant: Ant, name: str, folder: Path) -> Path:
    """A project that is grown before it is upgraded, as far as that goes."""
    folder.mkdir()
    project = unpack(name, folder)
    say(project, GROWN[name])
    before = snapshot(project)
    refused = ant("apply", "--yes", cwd=project)
    assert (refused.returncode, refused.stdout, refused.stderr) == (1, "", REFUSED)
    assert snapshot(project) == before
    succeeds(ant, project, "upgrade")
    succeeds(ant, project, "apply", "--yes")
    return project


def test_a_command_that_adds_something_new_asks_for_the_upgrade_first(
    ant: Ant, tmp_path: Path
) -> None:
    project = unpack("0.2.0/store", tmp_path)
    before = snapshot(project)
    for words in COMMANDS:
        refused = ant(*words, cwd=project)
        assert (refused.returncode, refused.stdout, refused.stderr) == (1, "", REFUSED), words
    assert snapshot(project) == before


@pytest.mark.slow
@pytest.mark.parametrize("name", GROWN)
def test_words_and_the_upgrade_lead_to_the_same_in_either_order_and_keep_rows(
    ant: Ant, name: str, tmp_path: Path, project_python: Path
) -> None:
    project = unpack(name, tmp_path)
    rows, prefix = ROWS[project.name], GROWN[name]["project"].get("prefix", "")
    made = ask(project_python, project, *(("POST", url, body) for url, body in rows))
    succeeds(ant, project, "upgrade")
    ask(project_python, project)  # the start brings the tables to the newest migration
    say(project, GROWN[name])
    succeeds(ant, project, "apply", "--yes")
    assert succeeds(ant, project, "upgrade") == "Nothing to do.\n"
    assert succeeds(ant, project, "apply") == "Nothing to do.\n"
    kept = ask(project_python, project, *(("GET", f"{prefix}{url}/1", None) for url, _ in rows))
    for (was, before), (status, now) in zip(made, kept, strict=True):
        assert (was, status) == (201, 200), (before, now)
        assert before.items() <= {in_snake_case(key): now[key] for key in now}.items()
    assert without_rows(made_by_words_first(ant, name, tmp_path / "first")) == without_rows(project)


@pytest.mark.exhaustive
@pytest.mark.parametrize("name", GROWN)
def test_a_project_that_is_grown_by_words_works(
    ant: Ant, name: str, tmp_path: Path, project_python: Path
) -> None:
    project = made_by_words_first(ant, name, tmp_path / "first")
    assert complaints(project, project_python, SQLITE, lint=True) == ""
