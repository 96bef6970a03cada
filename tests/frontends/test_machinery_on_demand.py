"""What only some projects need comes with the first field that needs it, and goes with the last."""

from pathlib import Path

from conftest import Ant
from support.grown import project_files
from support.said import done, say

HASHED = "api/helper/functions/hashed.py"
ROWS, READABLE = "api/helper/related_rows.py", "api/helper/readable.py"
REFERENCES, FILTERS = "api/helper/references.py", "api/helper/related_filters.py"
TESTS = "tests/test_references.py"
ON_DEMAND = {ROWS, READABLE, TESTS}


def machinery(project: Path) -> dict[str, str]:
    """The texts of the files in question that a project has."""
    paths = (HASHED, ROWS, READABLE, REFERENCES, FILTERS, TESTS)
    return {path: (project / path).read_text() for path in paths if (project / path).exists()}


def test_the_first_reference_brings_what_reads_related_rows(ant: Ant, shop: Path) -> None:
    for path in (REFERENCES, FILTERS):  # which stay the same, so what is edited there is kept
        (shop / path).write_text((shop / path).read_text() + "\nMINE = 1\n")
    before = machinery(shop)
    assert before.keys() == {REFERENCES, FILTERS}
    done(ant, shop, "generate", "field", "tags", "owner:reference:to=users")
    after = machinery(shop)
    assert after.keys() - before.keys() == ON_DEMAND
    assert before.items() <= after.items()
    done(ant, shop, "destroy", "field", "tags", "owner", "--yes")
    assert machinery(shop) == before


def test_the_first_password_brings_how_it_is_hashed(ant: Ant, shop: Path) -> None:
    assert HASHED not in machinery(shop)
    done(ant, shop, "generate", "field", "users", "secret:password")
    assert "scrypt" in machinery(shop)[HASHED]
    done(ant, shop, "destroy", "field", "users", "secret", "--yes")
    assert HASHED not in machinery(shop)


def test_code_of_ones_own_that_hashes_keeps_it(ant: Ant, shop: Path) -> None:
    done(ant, shop, "generate", "field", "users", "secret:password")
    own = shop / "api/services/invitations.py"
    own.write_text('"""Mine."""\n\nfrom helper.functions.hashed import hashed\n\nHASH = hashed\n')
    before = project_files(shop)
    run = ant("destroy", "field", "users", "secret", "--yes", cwd=shop)
    assert run.returncode == 1 and "api/services/invitations.py" in run.stderr
    assert project_files(shop) == before


def test_a_merge_that_took_the_references_out_is_told(ant: Ant, shop: Path) -> None:
    record = (shop / ".ant/record/project").read_bytes()
    done(ant, shop, "generate", "field", "tags", "owner:reference:to=users")
    whole = machinery(shop)
    for path in ON_DEMAND:  # as git merges a branch that has no reference left
        (shop / path).unlink()
    (shop / ".ant/record/project").write_bytes(record)
    run = ant("apply", cwd=shop)
    assert (run.returncode, run.stdout) == (1, "")
    assert f"'{ROWS}' was generated with other" in run.stderr
    done(ant, shop, "upgrade")
    assert machinery(shop) == whole


def test_related_rows_have_keys_in_camel_case_too(ant: Ant, shop: Path) -> None:
    say(shop, "json", project="camelCase")
    done(ant, shop, "apply")
    done(ant, shop, "generate", "field", "tags", "owner:reference:to=users")
    assert 'f"{key}Rows"' in (shop / ROWS).read_text()
    assert done(ant, shop, "apply") == "Nothing to do.\n"
