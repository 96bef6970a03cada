"""The document of the library says what is true: its code runs, from the top to the end."""

import re
from pathlib import Path

import pytest

import ant
from support.generated import REPOSITORY

DOCUMENT = REPOSITORY / "docs/library.md"


def test_every_block_of_code_runs(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    blocks = re.findall(r"```python\n(.*?)```", DOCUMENT.read_text(), re.DOTALL)
    names: dict[str, object] = {}
    for block in blocks:
        exec(compile(block, DOCUMENT.name, "exec"), names)
    said = capsys.readouterr().out
    assert len(blocks) == 6
    assert "api/routes/orders_route.py new\n" in said
    assert "losses (True, False) (" in said
    assert "invalid_spec Invalid HTTP method 'FETCH' in route 'pets'" in said
    assert "note" in (tmp_path / "shop/api/models/Orders_model.py").read_text(), "it was undone"


def test_every_request_is_named() -> None:
    text = DOCUMENT.read_text()
    requests = [name for name, module in ant._MODULES.items() if module == "core.requests"]  # type: ignore[attr-defined]
    for name in {*requests} - {"ABSENT", "Request"}:
        assert f"`{name}`" in text
