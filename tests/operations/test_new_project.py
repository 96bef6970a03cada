"""Beginning a project."""

import pytest

from ant.core.errors import InvalidName
from ant.operations.new_project import new_project


def test_a_new_project_has_a_name_and_no_routes() -> None:
    assert new_project("shop").to_json() == {"project": {"name": "shop"}, "routes": {}}


def test_a_bad_name_is_refused() -> None:
    with pytest.raises(InvalidName):
        new_project("../shop")
