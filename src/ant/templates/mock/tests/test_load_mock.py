"""What mocked endpoints answer comes from the files in ``mocks/``."""

from pathlib import Path

import pytest

from helper.functions import load_mock as module
from helper.functions.load_mock import load_mock


@pytest.fixture(autouse=True)
def mocks(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Two files in a folder of the test's own."""
    monkeypatch.setattr(module, "MOCKS", tmp_path)
    (tmp_path / "only here").mkdir()
    (tmp_path / "only here/one.json").write_text('{"name": ["Ä"]}', encoding="utf-8")
    (tmp_path / "only here/two.json").write_text("2", encoding="utf-8")


def test_a_mock_is_what_its_file_says() -> None:
    assert load_mock("only here/one") == {"name": ["Ä"]}
    assert load_mock("only here/two") == 2


def test_a_mock_may_be_changed_by_whoever_gets_it() -> None:
    load_mock("only here/one")["name"].append("other")
    assert load_mock("only here/one") == {"name": ["Ä"]}
