"""An older version of ant, to upgrade from: a copy with a line less in each template."""

import re
import shutil
from pathlib import Path

from bench.environments import REPOSITORY

VERSION = "0.2.0"
"""The first that keeps a record; what it really generated does not matter here."""

_COMMENTS = {
    **dict.fromkeys((".yml", ".toml", ".txt", ".ini", ".gitignore", ".dockerignore"), "# {}\n"),
    **dict.fromkeys(("Dockerfile", ".example", ".gitattributes"), "# {}\n"),
    ".mako": "## {}\n",
    ".html": "<!-- {} -->\n",
    ".js": "// {}\n",
    ".md": "\n{}\n",
}
"""A line that means nothing, by the end of a file's name."""
_WORD = "Older"
_ONCE = ("migration/", "project/.ant/", "project/.env.jinja")
"""Templates of what an upgrade never generates again."""


def write_older_version(folder: Path) -> Path:
    """Copy the package into a folder, with other templates; return what goes on Python's path."""
    package = folder / "ant"
    ignored = shutil.ignore_patterns("__pycache__", ".*_cache")
    shutil.copytree(REPOSITORY / "src" / "ant", package, ignore=ignored)
    templates = package / "templates"
    for path in sorted(templates.rglob("*")):
        name = path.relative_to(templates).as_posix()
        if path.is_file() and not name.startswith(_ONCE):
            path.write_text(altered(name, path.read_text()))
    version = package / "__init__.py"
    version.write_text(re.sub(r'"\d+\.\d+\.\d+"', f'"{VERSION}"', version.read_text()))
    return folder


def altered(name: str, text: str) -> str:
    """Return a template with another line, where one means nothing in its language."""
    plain = name.removesuffix(".jinja")
    if plain.endswith(".py"):
        return text.replace('"""', f'"""{_WORD}. ', 1)
    if plain.endswith(".json"):
        return re.sub(r"^\{\n", f'{{\n  "x-{_WORD.lower()}": true,\n', text)
    lines = [line for end, line in _COMMENTS.items() if plain.endswith(end)]
    return text + lines[0].format(_WORD) if lines else text  # the others are parts of templates
