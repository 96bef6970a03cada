"""What is asked of a resource whose rows nobody changes without ``If-Match``."""

import pytest

from checks.base import ANY_VERSION
from checks.resource import ResourceChecks
from checks.rows import METHODS


class IfMatchChecks(ResourceChecks):
    """The tests of every resource, which name any version of a row, and of who names none."""

    @pytest.fixture(autouse=True)
    def _any_version(self, _client: None) -> None:
        self.client.environ_base["HTTP_IF_MATCH"] = ANY_VERSION["If-Match"]

    @pytest.mark.parametrize("method", METHODS)
    def test_a_change_that_names_no_version_is_refused(self, method: str) -> None:
        row, body = self.made(), self.factory.body()
        del self.client.environ_base["HTTP_IF_MATCH"]
        response = self.client.open(self.path(row), method=method, json=body)
        assert response.status_code == 428
        assert "If-Match" in response.get_json()["message"]
        assert self.client.get(self.path(row)).get_json() == row
