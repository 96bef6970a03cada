"""The page of the manual about the settings of a generated project, made from its code."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

from golden.regenerate import golden_tree
from support.generated import TEMPLATE

ENVIRONMENT = TEMPLATE / "api/startup/Environment.py"
ACCOUNTS = TEMPLATE.parent / "accounts/api/startup/account_settings.py"
VARIABLE = re.compile(r"^(?:# )?([A-Z][A-Z0-9_]+)=(.*)$")

PROJECT, COMPOSE = "club", "read by Docker Compose"

INTRODUCTION = """\
# Settings

<!-- Made by "python3 dev.py manual" from the settings that a project with accounts has. -->

A generated project reads its settings from the environment, and in development from the file `.env` beside
`ant.json`; a variable of the environment wins. `api/startup/Environment.py` types them, and a wrong or unsafe value
stops the application at its start with one sentence that names it.
"""

PRODUCTION = """\
## docker-compose-prod.yml

Beside those above, the compose file of production reads these variables.

| variable | without it |
| --- | --- |
"""


def settings_page() -> str:
    """The whole page."""
    tree = golden_tree(PROJECT)
    known = {**dict(_settings(ENVIRONMENT)), **dict(_settings(ACCOUNTS))}
    text = tree[".env.example"].decode()
    parts = [INTRODUCTION]
    for block in text.split("\n\n")[1:]:
        parts += [_block(block, known)]
    others = _production(tree["docker-compose-prod.yml"].decode(), text)
    return "\n".join([*parts, PRODUCTION + others, ""])


def names() -> set[str]:
    """Every setting that the code of a project knows."""
    return {name for path in (ENVIRONMENT, ACCOUNTS) for name, _ in _settings(path)}


def _settings(path: Path) -> Iterator[tuple[str, tuple[str, str]]]:
    """Yield each setting of a class with its type and what it is without a value."""
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.ClassDef):
            for line in node.body:
                if isinstance(line, ast.AnnAssign) and isinstance(line.target, ast.Name):
                    yield line.target.id, (ast.unparse(line.annotation), _default(line))


def _default(line: ast.AnnAssign) -> str:
    for node in ast.walk(line):
        if isinstance(node, ast.BoolOp) and "_url(" not in ast.unparse(line):
            default = node.values[-1]
            if isinstance(default, ast.Constant):
                return str(default.value)
            return "depends on `FLASK_ENV`"
    call = line.value
    if ast.unparse(line.annotation) == "bool":
        return "False"
    if isinstance(call, ast.Call) and len(call.args) == 2 and "environ" not in ast.unparse(call):
        return ast.unparse(call.args[1]).strip("'")
    return ""


def _block(block: str, known: dict[str, tuple[str, str]]) -> str:
    """A paragraph and a table for each comment of `.env.example` and what stands below it."""
    lines, comment, was_comment = [], "", False
    for line in block.splitlines():
        variable = VARIABLE.match(line)
        if variable:
            if was_comment:
                lines += ["", _sentence(comment), "", "| variable | type | without it |"]
                lines += ["| --- | --- | --- |"]
            kind, default = known.get(variable[1], (COMPOSE, variable[2]))
            shown = default if not default or "`" in default else f"`{default}`"
            told = kind if kind == COMPOSE else f"`{kind}`".replace("|", "\\|")
            lines += [f"| `{variable[1]}` | {told} | {shown} |"]
            was_comment = False
        elif line.startswith("# "):
            comment = f"{comment} {line[2:]}" if was_comment else line[2:]
            was_comment = True
    return "\n".join(lines[1:]) + "\n"


def _sentence(comment: str) -> str:
    return comment.replace("<", "\\<").replace("*", "\\*")


def _production(compose: str, told: str) -> str:
    found = dict(re.findall(r"\$\{([A-Z_]+)(?::?[-?]([^}]*))?\}", compose))
    others = {name: rest for name, rest in sorted(found.items()) if f"{name}=" not in told}
    named = {PROJECT: "the name of the project", "": ""}
    return "\n".join(
        f"| `{name}` | {named.get(rest, f'`{rest}`')} |" for name, rest in others.items()
    )
