"""Another version of ant: a copy whose templates are altered."""

import re
import shutil
from collections.abc import Callable
from pathlib import Path

SOURCE = Path(__file__).parent.parent.parent / "src" / "ant"
"""Where the package is, also for a Python that has it not installed."""
COMMENTS = {
    **dict.fromkeys((".yml", ".toml", ".txt", ".ini", ".gitignore", ".dockerignore"), "# {}\n"),
    **dict.fromkeys(("Dockerfile", ".example", ".gitattributes"), "# {}\n"),
    ".mako": "## {}\n",
    ".html": "<!-- {} -->\n",
    ".js": "// {}\n",
    ".md": "\n{}\n",
}
"""A line that means nothing, by the end of a file's name."""
UNTOUCHED = ("record/", ".ant/schema.json", "templates/migration/", "templates/project/.env.jinja")
"""What is no template of a file that is generated again."""

Alteration = Callable[[str, str], str]
"""Returns a template with another text; takes its path and its text."""


def altered_copy(folder: Path, alter: Alteration, version: str | None = None) -> Path:
    """Copy the package into a folder, alter its templates, and return what goes on the path."""
    target = folder / "ant"
    shutil.copytree(SOURCE, target, ignore=shutil.ignore_patterns("__pycache__", ".*_cache"))
    for path in sorted((target / "templates").rglob("*")):
        name = str(path.relative_to(target))
        if path.is_file() and not any(part in name for part in UNTOUCHED):
            path.write_text(alter(name, path.read_text()))
    if version:
        init = target / "__init__.py"
        init.write_text(re.sub(r'"\d+\.\d+\.\d+"', f'"{version}"', init.read_text()))
    return folder


def with_one_more_line(name: str, text: str, word: str = "Altered") -> str:
    """Alter a template by one line, in whatever language it is."""
    plain = name.removesuffix(".jinja")
    if plain.endswith(".py"):
        return _with_altered_docstring(text, word)
    if plain.endswith(".json"):
        return re.sub(r"^\{\n", f'{{\n  "x-altered": "{word}",\n', text)
    lines = [line for end, line in COMMENTS.items() if plain.endswith(end)]
    return text + lines[0].format(word) if lines else text  # the others are parts of templates


def _with_altered_docstring(text: str, word: str) -> str:
    return re.sub(
        r'"""(.*?)"""', lambda found: f'"""{word}. {found[1]}"""', text, count=1, flags=re.S
    )
