"""The pending plans of a server."""

import secrets

from ant.api.library import Planned
from ant.core.errors import Problem
from ant.core.text.words import quoted
from ant.mcp.errors import UnknownPlan

MOST = 100
"""The most plans that are kept; a new one replaces the oldest."""


class Plans:
    """Plans by their random ids."""

    def __init__(self) -> None:
        """Begin without any."""
        self._plans: dict[str, Planned] = {}

    def keep(self, planned: Planned) -> str:
        """Keep a plan and return its id."""
        id = secrets.token_hex(8)
        self._plans[id] = planned
        if len(self._plans) > MOST:
            del self._plans[next(iter(self._plans))]
        return id

    def get(self, id: str) -> Planned:
        """Return the plan with this id; raise ``UnknownPlan``."""
        planned = self._plans.get(id)
        if planned is None:
            message = f"There is no plan {quoted(id)}: it was applied, or another server made it."
            raise UnknownPlan(Problem(message, hint="Plan it again."))
        return planned

    def drop(self, id: str) -> None:
        """Forget a plan that was carried out."""
        self._plans.pop(id, None)
