"""What a server of the Model Context Protocol tells and does, in the process of the test."""

import json
import shutil
from pathlib import Path
from typing import Any

import anyio
import pytest
from mcp import types
from mcp.client import Client
from mcp.shared.exceptions import MCPError

from ant.api.library import carry_out, plan
from ant.core.planning.requests import AddRoute
from ant.mcp.documents import DOCUMENTS
from ant.mcp.errors import UnknownPlan
from ant.mcp.folders import Folders
from ant.mcp.plans import MOST, Plans
from ant.mcp.server import Serving, answer
from ant.mcp.tools.tool import Context, Tool
from conftest import GrownProject
from support.mcp_client import call, called
from support.trees import snapshot

OF_THE_CONTRACT = {
    "generate_api": {"project_name", "project_path", "spec"},
    "generate_route": {"project_path", "name", "fields", "type", "mock"},
    "generate_subroute": {"project_path", "route", "subroute", "type", "mock"},
    "analyze_project": {"project_path"},
    "validate_spec": {"spec", "project_name"},
    "get_project_info": {"project_path"},
    "check_route_exists": {"project_path", "route", "subroute"},
}
OURS = {"plan", "apply", "undo", "check", "migrate", "upgrade"}
MOST_CHARACTERS = 6000
"""Of the list of tools, for 1,500 tokens: a tokenizer (o200k_base) makes one of 4.29 characters."""
SPEC = {"routes": {"users": {"fields": {"name": "string:required", "age": "integer"}}}}


def listed(folder: Path) -> list[types.Tool]:
    async def ask() -> list[types.Tool]:
        async with Client(Serving(Folders([str(folder)])).server) as client:
            return list((await client.list_tools()).tools)

    return anyio.run(ask)


@pytest.fixture(scope="module")
def grown(grown_project: GrownProject) -> Path:
    """To be looked at alone."""
    return grown_project(("generate", "route", "users", "name:string:required", "age:integer"))


@pytest.fixture
def shop(grown: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(grown, tmp_path / "my-api"))


def test_the_list_of_tools_is_short_and_says_what_each_does(tmp_path: Path) -> None:
    tools = listed(tmp_path)
    told = [tool.model_dump(by_alias=True, exclude_none=True, mode="json") for tool in tools]
    assert len(json.dumps(told, separators=(",", ":"))) <= MOST_CHARACTERS
    arguments = {tool.name: {*tool.input_schema["properties"]} for tool in tools}
    assert {name: arguments.get(name) for name in OF_THE_CONTRACT} == OF_THE_CONTRACT
    assert {*arguments} == {*OF_THE_CONTRACT, *OURS}
    looking = {tool.name for tool in tools if tool.annotations and tool.annotations.read_only_hint}
    assert looking == {"plan", "check", "analyze_project", "validate_spec", "get_project_info",
                       "check_route_exists"}  # fmt: skip
    additive = {
        tool.name
        for tool in tools
        if tool.annotations and tool.annotations.destructive_hint is False
    }
    assert additive == {"generate_api", "generate_route", "generate_subroute"}
    assert all(tool.output_schema and tool.output_schema["properties"] for tool in tools)


@pytest.mark.slow
def test_tools_that_look_write_nothing_and_answer_what_their_schemas_say(grown: Path) -> None:
    before = snapshot(grown)
    asked: dict[str, dict[str, Any]] = {
        "plan": {"request": "AddFields", "arguments": {"route": "users", "fields": ["x:string"]}},
        "check": {}, "analyze_project": {}, "get_project_info": {},
        "check_route_exists": {"route": "Users"}, "validate_spec": {"spec": SPEC},
    }  # fmt: skip
    told = {tool: called(grown, tool, **arguments) for tool, arguments in asked.items()}
    assert snapshot(grown) == before
    assert [tool for tool, answer in told.items() if answer.is_error] == []
    assert told["check"].value["findings"] == []
    assert told["get_project_info"].value["routes"] == ["users"]
    assert told["get_project_info"].value["last_change"].startswith("ant generate route users")
    assert told["check_route_exists"].value["exists"] is True
    assert "DELETE /users/<int:id>" in told["check_route_exists"].value["endpoints"]
    assert told["analyze_project"].value["spec"]["routes"] == {
        "users": {"fields": {"name": "string:required", "age": "integer"}}
    }
    assert told["validate_spec"].value["valid"] is True
    plan = told["plan"].value
    assert {"path": "api/models/Users_model.py", "action": "change"}.items() <= next(
        change for change in plan["changes"] if "Users_model" in change["path"]
    ).items()
    assert "+    x: Mapped[str | None]" in plan["diff"]


def test_what_does_not_exist_does_not(grown: Path) -> None:
    for arguments in ({"route": "nope"}, {"route": "users", "subroute": "nope"}):
        told = called(grown, "check_route_exists", **arguments)
        assert told.value == {"exists": False, "endpoints": []}


def test_all_that_is_wrong_with_a_spec_is_told_with_its_place(tmp_path: Path) -> None:
    told = called(tmp_path, "validate_spec", spec={"routes": {"a-b": {}, "c": {"type": "FETCH"}}})
    assert told.value["valid"] is False
    assert [problem["where"] for problem in told.value["problems"]] == [
        "routes.a-b",
        "routes.c.type",
    ]
    told = called(tmp_path, "validate_spec", spec="routes:\n  a-b: {}\n")
    assert told.value["problems"][0]["where"] == "routes.a-b (spec:2:3)"
    (tmp_path / "spec.json").write_text(json.dumps(SPEC))
    told = called(tmp_path, "validate_spec", spec=str(tmp_path / "spec.json"))
    assert told.value["valid"] is False, "a text is never a path"


def test_questions_are_part_of_a_plan_and_answered_in_the_next(shop: Path) -> None:
    request = {"request": "RemoveField", "arguments": {"route": "users", "name": "age"}}

    async def talk() -> None:
        async with Client(Serving(Folders([str(shop)])).server) as client:
            open_plan = (await call(client, "plan", **request)).value
            [question] = open_plan["questions"]
            assert question["id"] == "losses" and question["choices"] == [True, False]
            assert open_plan["losses"] and '"agree": true' in question["hint"]
            refused = await call(client, "apply", plan_id=open_plan["plan_id"])
            assert refused.is_error and refused.codes == {"undecided"}
            assert refused.value["questions"] == [question]
            plan = (await call(client, "plan", **request, answers={"losses": True})).value
            assert plan["questions"] == []
            assert not (await call(client, "apply", plan_id=plan["plan_id"])).is_error
            again = await call(client, "apply", plan_id=plan["plan_id"])
            assert again.codes == {"unknown_plan"}

    anyio.run(talk)
    assert "age" not in (shop / "api/models/Users_model.py").read_text()


def test_a_plan_is_refused_when_the_files_have_changed_since(shop: Path) -> None:
    async def talk() -> None:
        async with Client(Serving(Folders([str(shop)])).server) as client:
            fields = {"route": "users", "fields": ["x:string"]}
            plan = (await call(client, "plan", request="AddFields", arguments=fields)).value
            carry_out(shop, AddRoute("tags", ["label:string"]))
            before = snapshot(shop)
            refused = await call(client, "apply", plan_id=plan["plan_id"])
            assert refused.is_error and refused.codes == {"stale_project"}
            assert snapshot(shop) == before

    anyio.run(talk)


@pytest.mark.parametrize(
    ("request_", "arguments", "policy"),
    [
        ("AddFields", {"route": "users", "fields": ["x:string"]}, "by_hand"),
        ("RemoveField", {"route": "users", "name": "age"}, "force"),
    ],
)
def test_what_is_refused_for_edited_code_tells_which_way_is_left(
    shop: Path, request_: str, arguments: dict[str, Any], policy: str
) -> None:
    schema = shop / "api/schemas/PostUsers_schema.py"
    schema.write_text("from helper import made\n\nPostUsersSchema = made('age')\n")
    asked = {"request": request_, "arguments": arguments, "agree": True}
    refused = called(shop, "plan", **asked)
    assert refused.codes == {"cannot_merge"}
    assert f'"conflicts": "{policy}"' in refused.value["problems"][-1]["hint"]
    told = called(shop, "plan", **asked, conflicts=policy)
    assert not told.is_error and (told.value.get("by_hand") or policy == "force"), told.value


def test_no_secret_is_in_the_difference_of_a_plan(tmp_path: Path) -> None:
    told = called(tmp_path, "plan", request="NewProject", arguments={"name": "x", "spec": SPEC})
    assert ".env" in told.value["not_in_diff"]
    assert "+++ b/.env\n" not in told.value["diff"] and "+++ b/ant.json\n" in told.value["diff"]
    assert not [*tmp_path.iterdir()]


def test_nothing_outside_of_the_folders_is_read_or_written(grown: Path, tmp_path: Path) -> None:
    inside = tmp_path / "inside"
    inside.mkdir()
    (inside / "link").symlink_to(grown)
    (inside / "up").symlink_to("..")
    before = snapshot(grown), snapshot(tmp_path)
    out = [
        "..",
        str(grown),
        "link",
        "link/api",
        "up",
        "../inside/../..",
        "/",
        f"{inside}x",
        "/proc",
    ]
    for path in out:
        for tool, arguments in {
            "generate_api": {"project_name": "evil"},
            "generate_route": {"name": "evil"},
            "get_project_info": {},
            "migrate": {},
            "plan": {"request": "Undo"},
        }.items():
            told = called(inside, tool, project_path=path, **arguments)
            assert told.is_error and told.codes == {"outside_folders"}, (path, tool)
    for path in ("~", "a\0b", "\ud800", "x" * 5000, "link\n", "nothing"):
        told = called(inside, "generate_route", project_path=path, name="evil")
        assert told.codes <= {"invalid_request", "outside_folders"} and told.is_error, path
    for name in ("../evil", "a/b", "/evil", "", ".", "link"):
        told = called(inside, "generate_api", project_name=name)
        assert told.codes <= {"invalid_name", "target_exists"} and told.is_error, name
    assert (snapshot(grown), snapshot(tmp_path)) == before


def test_who_names_no_project_is_told_which_there_are(shop: Path) -> None:
    folder = shop.parent
    told = called(folder, "get_project_info")
    assert told.codes == {"not_a_project"}
    hint = told.value["problems"][0]["hint"]
    assert hint.startswith(f"Name it as project_path, there is '{shop}'; or make one with: plan ")
    told = called(shop.parent, "get_project_info", project_path="my-api")
    assert told.value["project_path"] == str(shop)


def test_a_project_that_begins_above_the_folders_is_outside(grown: Path) -> None:
    told = called(grown / "api", "get_project_info")
    assert told.codes == {"outside_folders"}


def test_a_link_in_a_project_is_not_followed(shop: Path, tmp_path: Path) -> None:
    outside = tmp_path / "outside.py"
    outside.write_bytes((shop / "api/models/Users_model.py").read_bytes())
    (shop / "api/models/Users_model.py").unlink()
    (shop / "api/models/Users_model.py").symlink_to(outside)
    fields = {"route": "users", "fields": ["x:string"]}
    before = outside.read_bytes()
    told = called(shop, "plan", request="AddFields", arguments=fields)
    assert told.codes == {"unsafe_path"}
    assert outside.read_bytes() == before


@pytest.mark.parametrize(
    ("tool", "arguments", "message"),
    [
        ("generate_route", {}, "generate_route needs the argument 'name'."),
        ("generate_route", {"name": "x", "nam": 1}, "generate_route has no argument 'nam'."),
        ("generate_route", {"name": 7}, "generate_route: 'name' is 7 and no string."),
        ("generate_route", {"name": "x", "fields": 7},
         "generate_route: 'fields' is 7 and no array or object."),
        ("plan", {"request": "Undo", "conflicts": "x"},
         "plan: 'conflicts' is 'x' and none of 'refuse', 'by_hand', 'force'."),
        ("plan", {"request": "AdRoute"}, "There is no request 'AdRoute'."),
        ("plan", {"request": "AddRoute", "arguments": {"nme": "x"}}, "AddRoute needs 'name'."),
        ("plan", {"request": "MarkDone", "arguments": {"files": "a"}},
         "MarkDone: 'files' is a list of paths."),
        ("plan", {"request": "Undo", "answers": {"fill:x": 1}}, "No plan asks 'fill:x'."),
        ("generate_route", {"name": "x", "type": "FETCH"}, None),
    ],
)  # fmt: skip
def test_arguments_that_make_no_sense_are_problems(
    grown: Path, tool: str, arguments: dict[str, Any], message: str | None
) -> None:
    told = called(grown, tool, **arguments)
    assert told.is_error and told.codes <= {"invalid_request", "invalid_spec"}
    assert message in [None, told.value["problems"][0]["message"]], told.value


def test_hints_speak_of_tools_and_of_no_command_line(shop: Path) -> None:
    spec = shop / "ant.json"
    spec.write_text(spec.read_text().replace('"age"', '"years"'))
    told = called(shop, "generate_route", name="tags")
    assert told.codes == {"not_applied"}
    assert told.value["problems"][0]["hint"] == 'Run: plan {"request": "ApplySpec"}'


def test_a_tool_or_a_document_that_is_not_there_is_an_error_of_the_protocol(tmp_path: Path) -> None:
    async def talk() -> None:
        async with Client(Serving(Folders([str(tmp_path)])).server) as client:
            with pytest.raises(MCPError) as unknown:
                await client.call_tool("delete_everything", {})
            assert unknown.value.error.data["problems"][0]["code"] == "unknown_tool"
            for uri in ("ant://documents/nope", "ant://documents/../server.py", "file:///etc/x"):
                with pytest.raises(MCPError, match="There is no"):
                    await client.read_resource(uri)

    anyio.run(talk)


def test_the_documents_are_pages_of_the_manual(tmp_path: Path) -> None:
    async def talk() -> None:
        async with Client(Serving(Folders([str(tmp_path)])).server) as client:
            found = {page.name: str(page.uri) for page in (await client.list_resources()).resources}
            assert [*found] == [*DOCUMENTS]
            for uri in found.values():
                [content] = (await client.read_resource(uri)).contents
                assert isinstance(content, types.TextResourceContents)
                assert content.text.startswith("# ") and "](" not in content.text

    anyio.run(talk)


def test_a_fault_of_ours_is_answered(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    def broken(*_: object) -> dict[str, Any]:
        raise ZeroDivisionError

    context = Context(Folders([str(tmp_path)]), Plans())
    told = answer(context, Tool("broken", "", {}, {}, broken), {})
    assert told.is_error and told.structured_content["problems"][0]["code"] == "internal_error"
    assert "A call of broken failed." in caplog.text


def test_only_so_many_plans_are_kept(grown: Path) -> None:
    plans, planned = Plans(), plan(grown, AddRoute("tags"))
    ids = [plans.keep(planned) for _ in range(MOST + 1)]
    assert plans.get(ids[1]) is planned
    with pytest.raises(UnknownPlan, match="There is no plan"):
        plans.get(ids[0])
