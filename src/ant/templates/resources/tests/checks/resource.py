"""Everything that is asked of a resource."""

from checks.document import DocumentChecks
from checks.lists import ListChecks
from checks.refusals import RefusalChecks
from checks.rows import RowChecks


class ResourceChecks(RowChecks, RefusalChecks, ListChecks, DocumentChecks):
    """The tests of a route with fields, from its ``factory``.

    A subclass can replace each of them, and have more. Where a route asks for a token, give it a
    fixture ``client`` that sends one: ``client.environ_base["HTTP_AUTHORIZATION"] = …``.
    """
