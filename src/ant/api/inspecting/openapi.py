"""The OpenAPI document of a project, as the project itself makes it."""

from collections.abc import Callable

from ant.api.projects.manifests import project_root
from ant.core.errors import Problem, ToolFailed
from ant.core.fields.field import Json
from ant.core.text.words import quoted_path
from ant.runtime.application import APPLICATION, find_application
from ant.runtime.document import made_document
from ant.runtime.environment import ensure_environment


def openapi_document(start: str, progress: Callable[[str], None]) -> tuple[str, dict[str, Json]]:
    """Return the root of the project around ``start`` and the document of its API.

    The project's own code makes it, in the project's environment, without a server and without a
    database. Raises ``NotAProject``, and ``ToolFailed`` where the application cannot be made.
    """
    root = project_root(start)
    if find_application(root) is None:
        message = f"There is no {APPLICATION} in {quoted_path(root)}, so no application to ask."
        raise ToolFailed(Problem(message, hint="Put a module there that imports create_app."))
    python = ensure_environment(root, "requirements.txt", progress)
    return root, made_document(root, python)
