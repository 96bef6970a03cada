"""Keys of JSON in camelCase: said at once or later, over edits, and taken out again."""

import json
from pathlib import Path

import pytest

from ant.api.steps.stale_views import find_stale_views
from ant.artifacts.camel_case import REPLACEMENTS
from ant.artifacts.paths import CAMEL_CASE
from ant.artifacts.project import difference_by_owner, merged, render_project
from ant.core.json_keys import CAMEL
from ant.core.names.identifiers import ProjectName
from ant.core.spec import Spec
from ant.core.spec_reader import read_spec
from ant.reconcile.files import reconcile
from ant.survey.adopt import read_spec_from_code
from conftest import Ant
from support.grown import project_files
from support.said import done, say

SPEC = Path(__file__).parent.parent / "support/keyed.json"
CONFLICT = "api/helper/execution_tracking/Conflict.py"


def code(root: Path) -> dict[str, object]:
    """The files of a project but its record."""
    return {path: text for path, text in project_files(root).items() if not path.startswith(".ant")}


def spec_with(word: str | None) -> Spec:
    """A spec with links, guards, UUIDs and stubs."""
    value = json.loads(SPEC.read_text())
    value["project"] |= {"json": word}
    if word is None:
        del value["project"]["json"]
    return read_spec(value, ProjectName("club"), str)


def test_it_is_said_later_and_taken_out_over_edits(ant: Ant, shop: Path) -> None:
    schema, conflict = shop / "api/schemas/PostUsers_schema.py", shop / CONFLICT
    schema.write_text(schema.read_text() + "    nick_name = String()\n")
    conflict.write_text(conflict.read_text().replace('value already."', 'value already!"'))
    before = code(shop)
    say(shop, "json", project=CAMEL)
    assert "The keys of JSON are in camelCase from now on" in done(ant, shop, "apply")
    changed = [path for path, text in code(shop).items() if before.get(path) != text]
    own = ("schemas/", "models/", "services/", "routes/", "_repository.py", "_route.py")
    assert not [path for path in changed if any(part in path for part in own)]
    assert 'value already!"' in conflict.read_text()
    assert "tuple(map(json_key, fields))" in conflict.read_text()
    assert done(ant, shop, "apply") == "Nothing to do.\n"
    done(ant, shop, "generate", "route", "pets", "short_name:string", "owner:many:to=users")
    assert "json_key(self.name)" in (shop / "tests/link_checks.py").read_text()
    done(ant, shop, "destroy", "route", "pets", "--yes")
    say(shop, "json", project=None)
    assert "The keys of JSON are in snake_case from now on" in done(ant, shop, "apply")
    after = code(shop)
    assert not {path for path in {*after} ^ {*before} if "/versions/" not in path}
    assert {path for path in before if after[path] != before[path]} <= {"ant.json"}


def test_it_is_the_same_however_it_is_said() -> None:
    without, later = spec_with(None), spec_with(CAMEL)
    tree = dict(render_project(without))
    for old, new in ((without, later), (later, without)):
        for change in reconcile(tree, old, new).effective:
            if change.after is None:
                del tree[change.path]
            else:
                tree[change.path] = change.after
        assert tree == render_project(new)


def test_a_project_without_it_is_as_ever_and_one_with_it_has_no_other_routes() -> None:
    plain, camel = render_project(spec_with(None)), render_project(spec_with(CAMEL))
    own = {CAMEL_CASE, "tests/test_camel_case.py"}
    told = {"ant.json", ".ant/applied.json", "README.md"}
    other = {path for path in plain if plain[path] != camel[path]}
    assert camel.keys() - plain.keys() == own
    assert other - told == REPLACEMENTS.keys() & plain.keys()
    assert other | own <= merged(difference_by_owner(spec_with(CAMEL), spec_with(None))).keys()


def test_it_is_read_from_code_and_told_where_a_merge_has_left_files_behind() -> None:
    files = render_project(spec_with(CAMEL))
    tree = {path: text for path, text in files.items() if path.startswith("api/")}
    assert read_spec_from_code(tree, ProjectName("club")).spec.json_keys == CAMEL
    assert find_stale_views(files, spec_with(CAMEL)) == {}
    assert {*find_stale_views(files, spec_with(None))} == REPLACEMENTS.keys() & files.keys()
    other = render_project(spec_with(None))
    assert {*find_stale_views(other, spec_with(CAMEL))} == REPLACEMENTS.keys() & files.keys()


def test_fields_that_would_be_one_key_are_refused(ant: Ant, shop: Path) -> None:
    done(ant, shop, "generate", "field", "users", "line_2:string")
    told = "Fields 'line_2' and 'line2' of route 'users' would both be 'line2' in JSON"
    say(shop, "json", project=CAMEL)
    done(ant, shop, "apply")
    before = project_files(shop)
    run = ant("generate", "field", "users", "line2:string", cwd=shop)
    assert (run.returncode, run.stdout) == (1, "")
    assert told in run.stderr
    assert project_files(shop) == before
    say(shop, "json", project=None)
    done(ant, shop, "apply")
    done(ant, shop, "generate", "field", "users", "line2:string")
    say(shop, "json", project=CAMEL)
    run = ant("apply", cwd=shop)
    assert run.returncode == 1
    assert told in run.stderr


@pytest.mark.parametrize(
    ("word", "given", "told"),
    [
        ("PascalCase", None, "Invalid 'json' 'PascalCase' of the project (must be camelCase)."),
        ("", 1, "Invalid 'json' of the project (must be camelCase)."),
        (CAMEL, "camelcase", "Invalid 'json' 'camelcase' of the project (must be camelCase)."),
    ],
)
def test_what_is_no_case_is_refused(
    ant: Ant, tmp_path: Path, word: str, given: object, told: str
) -> None:
    project = {} if given is None else {"json": given}
    spec = json.dumps({"project": project, "routes": {"users": {}}})
    words = ["--json-keys", word] if word else []
    run = ant("generate", "api", "shop", "--json", spec, *words, cwd=tmp_path)
    assert (run.returncode, run.stdout) == (1, "")
    assert told in run.stderr
    assert [*tmp_path.iterdir()] == []
    ok = ant("generate", "api", "shop", "--json-keys", CAMEL, cwd=tmp_path)
    assert ok.returncode == 0
    assert json.loads((tmp_path / "shop/ant.json").read_text())["project"]["json"] == CAMEL
