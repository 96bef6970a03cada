"""A program, the command line and a coding agent get the same plans and the same problems."""

import json
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any, get_args

import pytest

import ant as library
from ant.api.inspecting.diff import diff_lines
from ant.api.library import Terms
from ant.core.planning.requests import Request
from ant.mcp.spelling import spell_text
from conftest import Ant, GrownProject
from support.generated import REPOSITORY
from support.mcp_client import called, plan_call
from support.trees import Snapshot, snapshot

Commands = tuple[tuple[str, ...], ...]
START: Commands = (
    ("generate", "route", "users", "name:string:required", "age:integer"),
    ("generate", "route", "pages"),
    ("generate", "subroute", "pages", "news"),
)
AGREED = Terms(agree=True)
SAME: list[tuple[tuple[str, ...], Any, Terms]] = [
    (("generate", "route", "tags"), library.AddRoute("tags"), Terms()),
    (
        ("generate", "route", "tags", "label:string:required", "size:integer:min=1"),
        library.AddRoute(
            "Tags", {"label": "string:required", "size": {"type": "integer", "min": 1}}
        ),
        Terms(),
    ),
    (
        ("generate", "route", "tags", "label:text", "--description", "What: a, b", "--bulk"),
        library.AddRoute("tags", ["label:text"], description="What: a, b", bulk=True),
        Terms(),
    ),
    (
        ("generate", "subroute", "users", "photo", "--type", "POST", "--mock", '{"a": null}'),
        library.AddSubroute("users", "photo", "post", {"a": None}),
        Terms(),
    ),
    (
        ("generate", "field", "users", "code:string:required", "--fill", "users.code=x"),
        library.AddFields("users", ["code:string:required"]),
        Terms({"fill:users.code": "x"}),
    ),
    (
        ("generate", "route", "tags", "a:integer", "b:integer", "--check", "a < b", "--index=b,a"),
        library.AddRoute("tags", ["a:integer", "b:integer"], indexes=["b,a"], check=["a < b"]),
        Terms(),
    ),
    (
        (
            "generate",
            "rules",
            "Users",
            "--unique",
            "name, age",
            "--yes",
            "--index",
            '{"fields": ["age"], "where": {"name__ne": "x"}}',
        ),
        library.AddRules(
            "users",
            unique=[["name", "age"]],
            indexes=[{"fields": ["age"], "where": {"name__ne": "x"}}],
        ),
        AGREED,
    ),
    (("destroy", "route", "users", "--yes"), library.RemoveRoute("users"), AGREED),
    (("destroy", "subroute", "pages", "news"), library.RemoveSubroute("pages", "news"), Terms()),
    (
        ("destroy", "field", "users", "age", "--yes"),
        library.RemoveField("users", "age"),
        Terms({"losses": True}),
    ),
    (("rename", "route", "users", "people"), library.RenameRoute("users", "people"), Terms()),
    (
        ("rename", "field", "users", "age", "years"),
        library.RenameField("users", "age", "years"),
        Terms(),
    ),
    (("apply",), library.ApplySpec(), Terms()),
    (("upgrade",), library.Upgrade(), Terms()),
    (("undo",), library.Undo(), Terms()),
    (("generate", "auth", "--route", "members"), library.AddAccounts("members"), Terms()),
]
REFUSED: list[tuple[tuple[str, ...], Any]] = [
    (("generate", "route", "my-route"), library.AddRoute("my-route")),
    (("generate", "route", "users"), library.AddRoute("users")),
    (("generate", "route", "t", "a:strin", "b:x"), library.AddRoute("t", ["a:strin", "b:x"])),
    (("generate", "route", "t", "--auth", "rol:x"), library.AddRoute("t", auth="rol:x")),
    (("generate", "subroute", "nope", "x"), library.AddSubroute("nope", "x")),
    (("generate", "field", "nope", "x:string"), library.AddFields("nope", {"x": "string"})),
    (("destroy", "route", "user"), library.RemoveRoute("user")),
    (("destroy", "field", "users", "nam"), library.RemoveField("users", "nam")),
    (("destroy", "field", "users", "age"), library.RemoveField("users", "age")),
    (("rename", "route", "users", "pages"), library.RenameRoute("users", "pages")),
    (("generate", "rules", "users", "--unique=nme,age"), library.AddRules("users", ["nme,age"])),
    (("generate", "rules", "users", "--check=a<"), library.AddRules("users", check=["a<"])),
    (("generate", "rules", "users", "--index={"), library.AddRules("users", indexes=["{"])),
    (("generate", "rules", "pages", "--index=a,b"), library.AddRules("pages", indexes=["a,b"])),
    (("generate", "rules", "users"), library.AddRules("users")),
    (("generate", "route", "t", "--index=a,b"), library.AddRoute("t", indexes=["a,b"])),
    (("upgrade", "--done", "x.py"), library.MarkDone(["x.py"])),
    (("adopt",), library.Adopt()),
]


PLACE = ("code", "where", "file", "line", "column")


def shown_words(part: Any) -> str | None:
    """The words of the command alone."""
    return "-".join(part) if type(part) is tuple else ""


@pytest.fixture(scope="module")
def grown(grown_project: GrownProject) -> Path:
    return grown_project(*START)


@pytest.fixture
def project(grown: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(grown, tmp_path / "one" / "my-api"))


@pytest.fixture
def projects(project: Path, tmp_path: Path) -> tuple[Path, Path]:
    return project, Path(shutil.copytree(project, tmp_path / "two" / "my-api"))


def own_files(root: Path) -> Snapshot:
    """All files but what tells one run from another."""
    apart = (".ant/lock", ".ant/undo")
    return {path: text for path, text in snapshot(root).items() if not path.startswith(apart)}


def by_path(changes: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The changes of a plan in one order."""
    return sorted(changes, key=lambda change: change["path"])


@pytest.mark.parametrize(("words", "request_", "terms"), SAME, ids=shown_words)
def test_the_library_and_the_command_write_the_same(
    ant: Ant, projects: tuple[Path, Path], words: tuple[str, ...], request_: Any, terms: Terms
) -> None:
    project, other = projects
    before = own_files(project)
    planned = library.plan(project, request_, terms)
    assert own_files(project) == before, "a plan writes nothing"
    assert planned.questions == ()
    told = called(project, "plan", **plan_call(request_, terms)).value
    assert own_files(project) == before, "nor does one of a server"
    readable = {change.path: change for change in planned.readable}
    assert {change["path"] for change in told["changes"]} == {*readable}
    shown = [readable[path] for path in readable if path not in told.get("not_in_diff", [])]
    difference = "".join(f"{line}\n" for change in shown for line in diff_lines(change))
    assert sorted(told["diff"].splitlines()) == sorted(difference.splitlines())
    assert bool(shown) == bool(readable)
    library.apply(planned)
    done = ant(*words, "--report", cwd=other)
    assert done.returncode == 0, done.stdout
    report = json.loads(done.stdout)
    assert by_path(report["plan"]) == by_path(told["changes"])
    assert report["losses"] == told["losses"]
    assert own_files(project) == own_files(other)
    for change in planned.changes:
        there = project / change.path
        assert (there.read_bytes() if there.exists() else None) == change.after


@pytest.mark.parametrize(("words", "request_"), REFUSED, ids=shown_words)
def test_the_library_and_the_command_refuse_the_same(
    ant: Ant, project: Path, words: tuple[str, ...], request_: Any
) -> None:
    done = ant(*words, "--report", cwd=project)
    reported = json.loads(done.stdout)["problems"]
    with pytest.raises(library.AntError) as caught:
        library.carry_out(project, request_)
    problems = caught.value.problems
    assert reported and len(problems) == len(reported)
    for problem, told in zip(problems, reported, strict=True):
        values = problem.as_values(str)
        assert {key: values[key] for key in PLACE} == {key: told[key] for key in PLACE}
        message = problem.message
        for word in ("auth", "check", "index"):
            message = message.replace(f"Invalid {word}", f"Invalid --{word}")
        assert message == told["message"]
        assert "--" not in str(problem) and "ant generate" not in str(problem)
    told = called(project, "plan", **plan_call(request_, Terms())).value
    if isinstance(caught.value, library.Undecided):
        assert [asked["id"] for asked in told["questions"]] == [
            question.id for question in caught.value.questions
        ]
        return
    spoken = [problem.as_values(spell_text) for problem in problems]
    told_whole = [
        {key: problem.get(key) for key in (*PLACE, "message")} for problem in told["problems"]
    ]
    assert told_whole == [{key: values[key] for key in (*PLACE, "message")} for values in spoken]


@pytest.mark.parametrize(
    ("request_", "code"),
    [
        (library.AddRoute("pets", type="FETCH"), "invalid_spec"),
        (library.AddRoute("pets", ["a:string"], mock=None), "invalid_spec"),
        (library.AddRoute("pets", "name:string"), "invalid_request"),
        (library.AddRoute("pets", 7), "invalid_request"),  # type: ignore[arg-type]
        (library.AddRoute("pets", {"a": 7}), "invalid_spec"),
        (library.AddRoute("pets", mock=object()), "invalid_spec"),
        (library.AddRoute("pets", description=" "), "invalid_spec"),
        (library.AddRoute(7), "invalid_request"),  # type: ignore[arg-type]
        (library.AddSubroute("users", "x", "TRACE"), "invalid_spec"),
        (library.RemoveRoute("users", cascade="no"), "invalid_request"),  # type: ignore[arg-type]
        ("generate route", "invalid_request"),
    ],
)
def test_what_no_command_line_could_say_is_refused(project: Path, request_: Any, code: str) -> None:
    before = snapshot(project)
    with pytest.raises(library.AntError) as caught:
        library.carry_out(project, request_)
    assert {problem.code for problem in caught.value.problems} == {code}
    assert snapshot(project) == before


@pytest.mark.parametrize(
    "terms",
    [
        Terms({"loses": True}), Terms({"losses": "yes"}), Terms({"fill:age": 1}),
        Terms({"rename:a": True}), Terms(conflicts="by_hand"), Terms(conflicts="maybe"),
    ],
)  # fmt: skip
def test_answers_that_nothing_asks_are_refused(project: Path, terms: Terms) -> None:
    with pytest.raises(library.AntError) as caught:
        library.plan(project, library.RemoveField("users", "age"), terms)
    assert [problem.code for problem in caught.value.problems] == ["invalid_request"]


def test_questions_are_answered_one_after_the_other(project: Path) -> None:
    spec = project / "ant.json"
    spec.write_text(spec.read_text().replace('"age"', '"years"'))
    planned = library.plan(project, library.ApplySpec())
    [question] = planned.questions
    assert (question.id, question.choices) == ("rename:users.age=years", (True, False))
    assert planned.changes == ()
    with pytest.raises(library.Undecided):
        library.apply(planned)
    planned = library.plan(project, library.ApplySpec(), Terms({question.id: False}))
    assert [question.id for question in planned.questions] == ["losses"]
    assert "users.age" in planned.questions[0].lost[0] or "age" in planned.questions[0].lost[0]
    answers = {question.id: False, "losses": True}
    library.apply(library.plan(project, library.ApplySpec(), Terms(answers)))
    assert "years" in (project / "api/models/Users_model.py").read_text()


def test_a_plan_is_not_applied_to_what_has_changed_since(project: Path) -> None:
    planned = library.plan(project, library.AddRoute("tags"))
    library.carry_out(project, library.AddRoute("labels"))
    before = snapshot(project)
    with pytest.raises(library.AntError) as caught:
        library.apply(planned)
    assert caught.value.problems[0].code == "stale_project"
    assert snapshot(project) == before


def test_a_new_project_is_made_of_a_value_and_never_of_a_path(tmp_path: Path) -> None:
    (tmp_path / "spec.json").write_text('{"routes": {"users": {}}}')
    with pytest.raises(library.AntError) as caught:
        library.plan(tmp_path, library.NewProject("shop", str(tmp_path / "spec.json")))
    assert caught.value.problems[0].message == "Spec must be a JSON object."
    planned = library.plan(tmp_path, library.NewProject("shop", {"routes": {"users": {}}}))
    assert not (tmp_path / "shop").exists()
    library.apply(planned)
    assert (tmp_path / "shop/api/routes/users_route.py").exists()


def test_a_new_project_and_an_adopted_one_are_the_same_for_all(ant: Ant, tmp_path: Path) -> None:
    spec = {"routes": {"users": {"fields": {"name": "string:required"}}}}
    asked = {"name": "shop", "spec": spec}
    told = called(tmp_path, "plan", request="NewProject", arguments=asked).value
    words = ("generate", "api", "shop", "--json", json.dumps(spec), "--report")
    assert by_path(json.loads(ant(*words, "--dry-run").stdout)["plan"]) == by_path(told["changes"])
    planned = library.plan(tmp_path, library.NewProject("shop", spec))
    assert {change.path for change in planned.readable} == {
        *(change["path"] for change in told["changes"])
    }
    library.apply(planned)
    shutil.rmtree(tmp_path / "shop/.ant")
    (tmp_path / "shop/ant.json").unlink()
    found = called(tmp_path / "shop", "plan", request="Adopt").value
    report = json.loads(ant("adopt", "--report", cwd=tmp_path / "shop").stdout)
    assert by_path(report["plan"]) == by_path(found["changes"]) and report["plan"]


def test_every_request_is_compared() -> None:
    compared = {type(request) for _, request, _ in SAME} | {type(request) for _, request in REFUSED}
    elsewhere = {library.NewProject, library.GuardRoute}  # the two tests above and below
    assert compared | elsewhere == {*get_args(Request)}


def test_a_guard_is_what_ant_json_would_say(ant: Ant, project: Path, tmp_path: Path) -> None:
    other = Path(shutil.copytree(project, tmp_path / "two" / "my-api"))
    library.carry_out(project, library.GuardRoute("pages", auth="token"))
    spec = other / "ant.json"
    spec.write_text((project / "ant.json").read_text())
    assert ant("apply", cwd=other).returncode == 0
    assert own_files(project) == own_files(other)


def test_what_a_library_did_is_undone_by_the_command(ant: Ant, project: Path) -> None:
    before = own_files(project)
    library.carry_out(project, library.AddRoute("tags"))
    done = ant("undo", cwd=project)
    assert done.stdout.splitlines() == ["Successfully undid: AddRoute(name='tags')"]
    assert own_files(project) == before


def test_importing_ant_imports_nothing_else() -> None:
    script = "import sys, ant; print([name for name in sys.modules if name.startswith('ant.')])"
    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=True
    )
    assert done.stdout == "[]\n"


def test_the_types_are_those_of_what_is_imported() -> None:
    stub = (REPOSITORY / "src/ant/__init__.pyi").read_text()
    for name, module in library._MODULES.items():  # type: ignore[attr-defined]
        assert f"from ant.{module} import {name} as {name}\n" in stub
        assert getattr(library, name) is not None
    assert stub.count(" as ") == len(library._MODULES)  # type: ignore[attr-defined]
    assert set(library._MODULES) < set(dir(library))  # type: ignore[attr-defined]
    with pytest.raises(AttributeError, match="no attribute 'nothing'"):
        library.nothing  # type: ignore[attr-defined]  # noqa: B018
