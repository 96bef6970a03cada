"""What the tests ask of every resource; a failing ``assert`` in here tells what it compared."""

import pytest

pytest.register_assert_rewrite(
    *(f"checks.{name}" for name in ("base", "rows", "refusals", "lists", "document", "collections"))
)
