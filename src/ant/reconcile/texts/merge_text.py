"""Choose the merge strategy for a file that is not Python."""

import posixpath

from ant.reconcile.json_files.merge import merge_json_partly
from ant.reconcile.merge import Merged
from ant.reconcile.texts.keyed.requirements import merge_requirements
from ant.reconcile.texts.keyed.settings import merge_settings
from ant.reconcile.texts.line_merge import merge_lines
from ant.reconcile.texts.problems import whole
from ant.reconcile.texts.structured.ignore_merge import merge_patterns
from ant.reconcile.texts.structured.toml_merge import merge_toml
from ant.reconcile.texts.text import NotText, read_text

_PATTERNS = {".gitignore", ".dockerignore"}
_YAML = {".yml", ".yaml"}
LOCK = "requirements.lock"
"""Made by a tool, of requirements that may be somebody's own: it is right or wrong as a whole."""


def merge_text(path: str, current: bytes, old: bytes, new: bytes) -> Merged:
    """Return a file, as somebody left it, with what differs between two generated versions.

    ``old`` is what was generated, ``new`` what a newer version generates. Where both sides changed
    the same place there is a problem with the line and what to do, and the place stays as it is;
    all else is carried in; a lock that somebody has written anew is kept. No marks of conflicts are
    ever written. Lines that people have stay byte for byte, and those of ours get the newlines of
    the file.
    """
    if current == old or old == new:
        return Merged(new if current == old else current)
    name = posixpath.basename(path)
    try:
        if read_text(current).lines == read_text(old).lines:
            return merge_lines(path, current, old, new)  # its newlines alone are other ones
        if name == LOCK:
            return Merged(current)
        if name.endswith(".json"):
            return Merged(*merge_json_partly(path, current, old, new))
        if name.startswith("requirements") and name.endswith(".txt"):
            return merge_requirements(path, current, old, new)
        if name == ".env" or name.startswith(".env."):
            return merge_settings(path, current, old, new)
        if name in _PATTERNS:
            return merge_patterns(path, current, old, new)
    except NotText as error:
        return Merged(current, (whole(path, str(error), old, new),))
    ending = posixpath.splitext(name)[1]
    if ending in _YAML:
        from ant.reconcile.texts.structured.yaml_merge import merge_yaml  # noqa: PLC0415, slow

        return merge_yaml(path, current, old, new)
    merge = merge_toml if ending == ".toml" else merge_lines
    return merge(path, current, old, new)
