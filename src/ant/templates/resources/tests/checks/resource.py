"""Everything that is asked of a resource."""

from checks.document import DocumentChecks
from checks.lists import ListChecks
from checks.refusals import RefusalChecks
from checks.rows import RowChecks


class ResourceChecks(RowChecks, RefusalChecks, ListChecks, DocumentChecks):
    """The tests of a route with fields, from its ``factory``.

    A subclass can replace each of them, and have more. A route may ask for a token: they send the
    ``user_token`` of ``tests/conftest.py``.
    """
