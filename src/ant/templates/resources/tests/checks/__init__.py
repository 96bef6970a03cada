"""What the tests ask of every resource; a failing ``assert`` in here tells what it compared."""

import pytest

pytest.register_assert_rewrite(
    "checks.base",
    "checks.rows",
    "checks.refusals",
    "checks.lists",
    "checks.document",
    "checks.collections",
)
