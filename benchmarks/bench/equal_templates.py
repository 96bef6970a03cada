"""From a tree that ant made to templates from which its peers make the same tree.

Both peers are spared what they need not do: only files that hold the project's name are rendered,
all others are copied.
"""

import json
from pathlib import Path

from bench.trees import Tree

NAME = "antbenchname"
"""The project's name in the tree that becomes a template."""


def write_cookiecutter(tree: Tree, folder: Path) -> None:
    """Write a template for cookiecutter, whose variable is called ``name``."""
    variable = "cookiecutter.name"
    # Files alone: a folder in this list would be copied with all that is in it.
    copied = [
        path
        for path, entry in tree.items()
        if entry.content is not None and not _is_rendered(entry.content)
    ]
    settings = {"name": "project", "_copy_without_render": sorted(copied)}
    folder.mkdir(parents=True)
    (folder / "cookiecutter.json").write_text(json.dumps(settings, indent=2))
    _write(tree, folder / f"{{{{ {variable} }}}}", variable, "")


def write_copier(tree: Tree, folder: Path) -> None:
    """Write a template for copier, whose variable is called ``name``."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "copier.yml").write_text("_subdirectory: project\nname:\n  type: str\n")
    _write(tree, folder / "project", "name", ".jinja")


def template_source(content: bytes, variable: str) -> bytes:
    """Return what renders to ``content`` with the variable's value for the name."""
    reference = b"{{ %s }}" % variable.encode()
    return reference.join(_protected(piece) for piece in content.split(NAME.encode()))


def _is_rendered(content: bytes | None) -> bool:
    return content is not None and NAME.encode() in content


def _protected(piece: bytes) -> bytes:
    """The text as the engine leaves it alone: ``${{ }}`` is GitHub's, not the template's."""
    if b"endraw" in piece:
        raise ValueError("the text closes a raw block")
    if any(sign in piece for sign in (b"{{", b"{%", b"{#")) or piece.endswith(b"{"):
        return b"{%% raw %%}%s{%% endraw %%}" % piece
    return piece


def _write(tree: Tree, root: Path, variable: str, suffix: str) -> None:
    """Write the files with the modes they have; folders get those that the umask gives."""
    root.mkdir()
    for path, entry in sorted(tree.items()):
        if entry.content is None:
            (root / path).mkdir()
            continue
        rendered = _is_rendered(entry.content)
        target = root / (path + suffix if rendered else path)
        target.write_bytes(template_source(entry.content, variable) if rendered else entry.content)
        target.chmod(entry.mode)
