"""Write the golden trees anew: ``python3 dev.py golden``. Read the difference before a commit."""

import shutil
from pathlib import Path

from ant.api.specs import document_from
from ant.artifacts.paths import ENV_FILE
from ant.artifacts.project import render_env_file
from ant.core.names.identifiers import parse_project_name
from ant.core.spec import Secrets, Spec
from ant.core.spec_reader import read_spec
from ant.operations.new_project import new_project
from ant.reconcile.new_files import plan_new_project
from ant.record.layout import is_of_record

TREES = Path(__file__).parent / "trees"
EXAMPLES = Path(__file__).parent.parent.parent / "examples"
SECRETS = Secrets("jwt-secret-of-the-golden-tree", "password-of-the-golden-tree")
NAMES = ("my-api", "shop", "library", "club")


def golden_tree(name: str) -> dict[str, bytes]:
    """Every file of a project, with secrets that do not change, but its record.

    What compression gives may differ from one zlib to the next; that the record holds these very
    files is a test of its own.
    """
    spec = _spec(name)
    changes = plan_new_project(spec).changes
    files = {change.path: change.after for change in changes if not is_of_record(change.path)}
    env_file = render_env_file(spec, SECRETS)
    return {path: content for path, content in files.items() if content} | {ENV_FILE: env_file}


def _spec(name: str) -> Spec:
    """The spec that an example of this name has, or that of a project without routes."""
    example = EXAMPLES / f"{name}.json"
    if example.exists():
        document = document_from(str(example))
        return read_spec(document.value, parse_project_name(name), document.where)
    return new_project(name)


def main() -> None:
    """Replace the trees on disk."""
    shutil.rmtree(TREES, ignore_errors=True)
    for name in NAMES:
        for path, content in golden_tree(name).items():
            file = TREES / name / f"{path}.golden"
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_bytes(content)


if __name__ == "__main__":
    main()
