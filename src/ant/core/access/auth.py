"""Guards in a spec: who may call an endpoint."""

from typing import NamedTuple

PUBLIC, TOKEN = "public", "token"
NAMED = ("role", "scope")
"""The guards that have a name behind them: ``role:admin``."""

ACTION_OF = {
    "GET": "read", "POST": "create", "PUT": "update", "PATCH": "update", "DELETE": "delete",
}  # fmt: skip
"""The action of a request, by its method."""
ACTIONS = ("read", "create", "update", "delete")


class Auth(NamedTuple):
    """One guard for every action, or a guard for each of some actions."""

    every: str = ""
    actions: tuple[tuple[str, str], ...] = ()
    """Pairs of an action and its guard, in the order of the spec."""

    def to_json(self) -> str | dict[str, str]:
        """The same as ``ant.json`` holds it."""
        return self.every or dict(self.actions)

    def guard(self, action: str) -> str:
        """The guard of an action; '' for none."""
        return self.every or dict(self.actions).get(action, "")

    @property
    def denies(self) -> bool:
        """Whether any action is not public."""
        return any(guard not in ("", PUBLIC) for guard in map(self.guard, ACTIONS))
