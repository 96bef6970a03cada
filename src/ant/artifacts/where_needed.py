"""The files that only some projects need, such as those for mocks, guards or owners."""

from ant.artifacts.kept_rows import read_ownership, with_kept_rows
from ant.artifacts.named_tables import uses_tables
from ant.artifacts.paths import LOAD_MOCK, LOAD_MOCK_TESTS, OWNERSHIP
from ant.artifacts.plugins import render_with_plugins
from ant.artifacts.shared import (
    has_resources,
    holds_decimals,
    holds_passwords,
    in_variants,
    uses_references,
)
from ant.core.access.guards import asks_for_tokens, is_guarded
from ant.core.access.preconditions import needs_if_match, takes_idempotency_keys
from ant.core.deletion import as_stored, keeps_rows
from ant.core.json_keys import uses_camel
from ant.core.keys import STRING, UUID, uses_keys
from ant.core.memo import once
from ant.core.relations import is_linked, refers_once
from ant.core.spec import Spec
from ant.core.table_rules.reference_keys import uses_reference_keys
from ant.rendering.engine import render_folder
from ant.rendering.templates import read_template, template_paths

TOKENS = "tokens"
"""The folder of the tests of tokens."""


@once
def files_where_needed(spec: Spec) -> dict[str, bytes]:
    """Return those that a project with this spec has."""
    files: dict[str, bytes] = {}
    if any(route.is_mocked for route in spec.routes):
        tests = read_template("mock/tests/test_load_mock.py")
        files |= {LOAD_MOCK: render_load_mock(), LOAD_MOCK_TESTS: tests}
    folders = {
        TOKENS: asks_for_tokens(spec), "guards": is_guarded(spec),
        "idempotency": takes_idempotency_keys(spec),
        "if_match": needs_if_match(spec), "ownership": any(route.owners for route in spec.routes),
        "rules": any(as_stored(route).rules.tested for route in spec.routes),
        "ids": uses_keys(spec), "number_ids": has_resources(spec) and not uses_keys(spec),
        "keys": uses_keys(spec, UUID),
        "text_keys": uses_keys(spec, STRING), "soft_delete": keeps_rows(spec),
        "links": any(map(is_linked, spec.routes)), "camel_case": uses_camel(spec),
        "tables": uses_tables(spec), "reference_keys": uses_reference_keys(spec),
        "row_below": any(map(refers_once, spec.routes)),
        "references": uses_references(spec),
        "collections": any(field.to for route in spec.routes for field in route.fields),
        "decimals": holds_decimals(spec), "passwords": holds_passwords(spec),
    }  # fmt: skip
    for folder in [name for name, is_needed in folders.items() if is_needed]:
        files |= render_folder(folder, {})
    files |= render_with_plugins(spec)
    if spec.accounts:
        from ant.artifacts.accounts import render_accounts  # noqa: PLC0415, few have them

        files |= render_accounts(spec.accounts._replace(url_prefix=spec.prefix))
    is_kept = folders["soft_delete"]
    if has_resources(spec) and not folders["ownership"]:
        files[OWNERSHIP] = read_ownership(is_kept=is_kept)
    elif is_kept:
        files = with_kept_rows(files)
    return in_variants(files, spec)


def paths_of_token_tests() -> set[str]:
    """Return the paths of the tests that come with the first guard, or with accounts."""
    return {path.removeprefix(f"{TOKENS}/") for path in template_paths(TOKENS)}


def render_load_mock() -> bytes:
    """Return what reads the mocks of a project."""
    return read_template("mock/load_mock.py")
