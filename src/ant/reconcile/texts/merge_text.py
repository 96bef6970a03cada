"""Choose the merge strategy for a file that is not Python."""

import posixpath

from ant.reconcile.json_files.merge import merge_json_partly
from ant.reconcile.merge import Merged
from ant.reconcile.texts.keyed.requirements import merge_requirements
from ant.reconcile.texts.keyed.settings import merge_settings
from ant.reconcile.texts.line_merge import merge_lines
from ant.reconcile.texts.problems import file_problem
from ant.reconcile.texts.structured.ignore_merge import merge_patterns
from ant.reconcile.texts.structured.toml_merge import merge_toml
from ant.reconcile.texts.text import NotText, read_text

_PATTERNS = {".gitignore", ".dockerignore"}
_YAML = {".yml", ".yaml"}
LOCK = "requirements.lock"
"""Written by a tool from requirements that may be edited: it is valid only as a whole."""


def merge_text(path: str, current: bytes, base: bytes, incoming: bytes) -> Merged:
    """Return a file of a project with the difference between two generated versions merged in.

    ``base`` is the generated text, ``incoming`` that of a newer version. A place that both sides
    changed is kept and is a problem with its line and a hint; all else is merged; a lock that a
    person has regenerated is kept. Conflict markers are never written. Lines of people stay byte
    for byte, and new ones get the line ending of the file.
    """
    if current == base or base == incoming:
        return Merged(incoming if current == base else current)
    name = posixpath.basename(path)
    try:
        if read_text(current).lines == read_text(base).lines:
            return merge_lines(path, current, base, incoming)  # its newlines alone are other ones
        if name == LOCK:
            return Merged(current)
        if name.endswith(".json"):
            return Merged(*merge_json_partly(path, current, base, incoming))
        if name.startswith("requirements") and name.endswith(".txt"):
            return merge_requirements(path, current, base, incoming)
        if name == ".env" or name.startswith(".env."):
            return merge_settings(path, current, base, incoming)
        if name in _PATTERNS:
            return merge_patterns(path, current, base, incoming)
    except NotText as error:
        return Merged(current, (file_problem(path, str(error), base, incoming),))
    ending = posixpath.splitext(name)[1]
    if ending in _YAML:
        from ant.reconcile.texts.structured.yaml_merge import merge_yaml  # noqa: PLC0415, slow

        return merge_yaml(path, current, base, incoming)
    merge = merge_toml if ending == ".toml" else merge_lines
    return merge(path, current, base, incoming)
