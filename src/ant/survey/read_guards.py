"""The guards of a project's views in a spec, read from its code."""

from ant.artifacts.paths import GUARDS
from ant.core.access.auth import ACTION_OF, PUBLIC, Auth
from ant.core.access.auth_reader import read_auth
from ant.core.tree import Tree
from ant.survey.dialect import has_guards
from ant.survey.endpoints import View, default_guards


class CodeGuards:
    """The guards of a project's code.

    Decorators that are not those of generated code count as none: what they check is not known.
    """

    def __init__(self, tree: Tree) -> None:
        """Read the guards of all views in ``tree``, the Python files below ``api/``."""
        self.are_known: bool = has_guards(tree)
        guards = default_guards(tree.get(GUARDS, b"")) if self.are_known else {}
        self._by_method = {method: _in_spec(guard) or PUBLIC for method, guard in guards.items()}
        self.default: Auth | None = self._default()

    def of_view(self, view: View, route: Auth | None = None) -> Auth | None:
        """The guard of a view in a spec; None where its ``route`` or the project has the same.

        Raises ``ValueError`` where a spec cannot express it.
        """
        if not self.are_known:
            return None
        guard = _in_spec(view.auth) if view.auth else self._by_method.get(view.method, PUBLIC)
        if not guard:
            raise ValueError(view.auth)
        action = ACTION_OF[view.method]
        nearer = [auth.guard(action) for auth in (route, self.default) if auth]
        return None if guard == next(filter(None, nearer), PUBLIC) else Auth(guard)

    def _default(self) -> Auth | None:
        """The default guard of the project.

        None where a spec cannot express it, since methods of one action differ: then each view has
        its own.
        """
        guards = {method: self._by_method.get(method, PUBLIC) for method in ACTION_OF}
        by_action = {action: guards[method] for method, action in ACTION_OF.items()}
        if any(guard != by_action[ACTION_OF[method]] for method, guard in guards.items()):
            return None
        if len({*by_action.values()}) == 1:
            return None if PUBLIC in by_action.values() else Auth(by_action["read"])
        return Auth(actions=tuple(by_action.items()))


def _in_spec(guard: str) -> str:
    """Return a guard that code names, as ``role admin``, as a spec does; '' where none can."""
    auth, _ = read_auth(guard.replace(" ", ":", 1))
    return auth.every if auth else ""
