"""Who knows only what tools say of themselves builds a helpdesk, within the costs that are told."""

from pathlib import Path

import anyio
import pytest
from mcp.client import Client

from agent import verdicts
from ant.api.inspecting.check import check_project
from ant.mcp.folders import Folders
from ant.mcp.server import Serving
from bench.newcomer import Cost, build


@pytest.mark.exhaustive
def test_tools_explain_themselves(tmp_path: Path, project_python: Path) -> None:
    def give_packages(project: str) -> None:
        Path(project, ".venv").symlink_to(project_python.parent.parent)

    async def talk() -> Cost:
        async with Client(Serving(Folders([str(tmp_path)])).server) as client:
            return await build(client, give_packages)

    cost = anyio.run(talk)
    assert [line for is_met, line in verdicts(cost) if not is_met] == []
    assert cost.refused > 0, "it had to be told something"
    assert (tmp_path / "helpdesk/api/models/Comments_model.py").exists()
    assert check_project(str(tmp_path / "helpdesk")).findings == []


def test_a_cost_above_its_target_is_missed() -> None:
    dear = Cost(calls=21, refused=0, listed=7000, sent=40_000, read=1)
    assert [is_met for is_met, _ in verdicts(dear)] == [False] * 3
