"""The OpenAPI document of a project, without running it."""

from ant.api.from_code import known_spec
from ant.api.manifests import check_merged
from ant.api.versions import project_root
from ant.core.fields import Json
from ant.documents.json_text import parse_json
from ant.rendering.openapi import COMMON, DOCUMENT
from ant.rendering.openapi_whole import whole_document
from ant.rendering.project import render_shared
from ant.survey.operations import read_operations
from ant.workspace.project import read_only_project
from ant.workspace.read_code import read_code, read_documents


def openapi_document(start: str) -> tuple[str, dict[str, Json]]:
    """Return the root of the project around ``start`` and the document of its API.

    It is put together from the files in ``api/openapi/`` and the code as they are; a project that
    has no such files gets the general ones. Raises ``NotAProject``, ``UnfinishedMerge`` or
    ``InvalidDocument`` for a file that is no JSON, and what reading the spec raises where it is
    needed.
    """
    root = project_root(start)
    files = read_documents(root)
    if DOCUMENT not in files:
        with read_only_project(root) as project:
            files = render_shared(known_spec(project), [DOCUMENT, COMMON]) | files
    for path, content in sorted(files.items()):
        check_merged(content, path)
    parts = [parse_json(files[path], path).value for path in sorted(files)]
    return root, whole_document(parts, read_operations(read_code(root)))
