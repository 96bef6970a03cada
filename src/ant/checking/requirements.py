"""Rules about the requirements of a project: everything that it imports, and nothing else."""

import ast
import re
import sys
from collections.abc import Iterable, Iterator, Mapping
from functools import cached_property

from ant.checking.code import ROOT, Code, Finding, Rule, at, imports_of
from ant.runtime.distributions import normalized

REQUIREMENTS = "requirements.txt"
MODULES = {
    "alembic": "alembic", "apispec": "apispec", "argon2-cffi": "argon2", "boto3": "boto3",
    "flask": "flask", "flask-cors": "flask_cors", "flask-limiter": "flask_limiter",
    "flask-swagger-ui": "flask_swagger_ui", "marshmallow": "marshmallow", "orjson": "orjson",
    "prometheus-client": "prometheus_client", "pyjwt": "jwt", "python-dotenv": "dotenv",
    "sentry-sdk": "sentry_sdk", "sqlalchemy": "sqlalchemy", "werkzeug": "werkzeug",
}  # fmt: skip
"""What generated projects require, by what they import of it: known without an environment."""
PARTS = {
    "blinker": "flask", "botocore": "boto3", "click": "flask", "itsdangerous": "flask",
    "jinja2": "flask", "limits": "flask-limiter", "markupsafe": "flask", "werkzeug": "flask",
}  # fmt: skip
"""What is part of another distribution's interface, by its documentation, and comes with it."""
UNIMPORTED = frozenset({
    "cryptography", "gevent", "greenlet", "gunicorn", "hiredis", "mysqlclient", "pip", "psycopg",
    "psycopg2", "psycopg2-binary", "psycopg-binary", "pymysql", "setuptools", "tzdata", "uvicorn",
    "uvloop", "waitress", "wheel",
})  # fmt: skip
"""Servers, drivers and what others load where it is there."""
NEEDED = frozenset({"marshmallow", "python-dotenv", "sqlalchemy", "werkzeug"})
"""What the other ones of generated projects need, so that a line may only hold its version."""

_NAME = re.compile(rb"([A-Za-z0-9][\w.-]*)\s*(\[[^\]]*\])?\s*([<>=!~;@(#].*)?")
_LISTED = re.compile(r"(requirements[\w.-]*|requirements/[\w.-]+)\.txt")
_FOR_DEVELOPMENT = re.compile(r"dev|test|lint|doc")
_ELSEWHERE = ("Pipfile", "poetry.lock", "uv.lock", "setup.py", "setup.cfg", "environment.yml")
_IN_PYPROJECT = re.compile(rb"^\[(project|tool\.poetry)\b", re.MULTILINE)
_WORD = rb"(?<![\w])%s(?![\w])"
_PROSE = (".md", ".lock", ".txt")


class _Required:
    """What a project requires, and what is known of it."""

    def __init__(self, code: Code) -> None:
        self._code = code
        self.names: set[str] = set()
        """Of all files that name what is installed where the project runs."""
        self.lines: list[tuple[str, int]] = []
        """The names in ``requirements.txt``, each with its line."""
        self.is_whole = not any(path in code.files for path in _ELSEWHERE)
        """Whether it is sure that nothing else is required."""
        pyproject = code.files.get("pyproject.toml", b"")
        self.is_whole &= REQUIREMENTS in code.files and not _IN_PYPROJECT.search(pyproject)
        for path, content in code.files.items():
            if _LISTED.fullmatch(path) and not _FOR_DEVELOPMENT.search(path):
                self._read(path, content)

    def _read(self, path: str, content: bytes) -> None:
        for number, line in enumerate(content.splitlines(), 1):
            text = line.split(b" #")[0].strip()
            if not text or text.startswith((b"#", b"-r", b"-c", b"--")):
                continue
            found = _NAME.fullmatch(text.rstrip(b"\\ "))
            if found is None:
                self.is_whole = False
                continue
            name = normalized(found[1].decode())
            self.names.add(name)
            if path == REQUIREMENTS:
                self.lines.append((name, number))

    @cached_property
    def providers(self) -> Mapping[str, set[str]]:
        """The distributions in the project's environment, by what can be imported of them."""
        found: dict[str, set[str]] = {}
        for distribution in self._code.installed:
            for module in distribution.modules:
                found.setdefault(module, set()).add(distribution.name)
        return found

    def has(self, module: str) -> bool:
        """Whether a requirement is known that brings a module."""
        named = {name for name, known in MODULES.items() if known == module}
        named |= {normalized(module), PARTS.get(module, "")} | self.providers.get(module, set())
        start = f"{normalized(module)}-"  # one of several that share a package, as google-auth
        return bool(named & self.names) or any(name.startswith(start) for name in self.names)

    def unexplained(self, modules: Iterable[str]) -> set[str]:
        """Requirements whose modules are unknown; one of them may provide any module."""
        installed = {distribution.name for distribution in self._code.installed}
        heads = {normalized(module) for module in modules}
        known = {*MODULES, *UNIMPORTED, *installed, *heads}
        return {
            name
            for name in self.names - known
            if not any(name.startswith(f"{head}-") for head in heads)
        }


def _missing(code: Code) -> Iterator[Finding]:
    required = _Required(code)
    if not required.is_whole:
        return
    own = _own_modules(code)
    found = [
        (path, module, node)
        for path, tree in code.application.items()
        for module, node in _imported(path, tree)
        if module not in own and module not in sys.stdlib_module_names
    ]
    first = {(path, module): node for path, module, node in reversed(found)}
    unexplained = required.unexplained(module for _, module, _ in found)
    for (path, module), node in first.items():
        providers = sorted(required.providers.get(module, ()))
        if required.has(module) or (unexplained and not providers):
            continue
        which = f"{' or '.join(providers)}, which has it" if providers else "what has it"
        message = f"The code imports {module}, and {REQUIREMENTS} does not name {which}."
        yield at("requirement-missing", path, node, message)


def _imported(path: str, tree: ast.Module) -> Iterator[tuple[str, ast.stmt]]:
    """The modules at the top of what is imported, but for what may be missing as well."""
    optional = {
        id(node)
        for tried in ast.walk(tree)
        if isinstance(tried, ast.Try) and any(map(_catches_missing, tried.handlers))
        for statement in tried.body
        for node in ast.walk(statement)
    }
    for imported in imports_of(path, tree):
        relative = isinstance(imported.node, ast.ImportFrom) and imported.node.level
        if id(imported.node) not in optional and not relative and imported.module:
            yield imported.module.partition(".")[0], imported.node


def _catches_missing(handler: ast.ExceptHandler) -> bool:
    caught = ast.unparse(handler.type) if handler.type else "Exception"
    return re.search(r"\b(ImportError|ModuleNotFoundError|Exception)\b", caught) is not None


def _own_modules(code: Code) -> set[str]:
    """What the project itself has at the top of its folders; wherever, where it changes paths."""
    paths = [path[:-3].split("/") for path in code.files if path.endswith(".py")]
    if any(b"sys.path" in content for content in code.files.values()):
        return {part for parts in paths for part in parts}
    return {parts[0] for parts in paths} | {
        parts[1] for parts in paths if f"{parts[0]}/" == ROOT and len(parts) > 1
    }


def _unused(code: Code) -> Iterator[Finding]:
    required = _Required(code)
    needed = {need for distribution in code.installed for need in distribution.needs} | NEEDED
    installed = {distribution.name: distribution for distribution in code.installed}
    texts = [content for path, content in code.files.items() if not path.endswith(_PROSE)]
    for name, line in required.lines:
        found = installed.get(name)
        modules = found.modules if found else {MODULES[name]} if name in MODULES else None
        if not modules or name in UNIMPORTED or name in needed:
            continue
        if (found and found.is_found_by_name) and name not in MODULES:
            continue
        words = {name, *modules, *(part for part, whole in PARTS.items() if whole == name)}
        if not any(_has_word(text, words) for text in texts):
            message = f"Nothing imports or mentions {name}."
            yield Finding("requirement-unused", REQUIREMENTS, line, 1, message)


def _has_word(text: bytes, words: Iterable[str]) -> bool:
    return any(
        word.encode() in text and re.search(_WORD % re.escape(word.encode()), text)
        for word in words
    )


RULES = (
    Rule(
        "requirement-missing",
        "An image is built of the requirements: what they lack is missing there, or comes along by"
        " chance with something else.",
        f"Name the distribution in {REQUIREMENTS}, and lock it where there is a requirements.lock.",
        _missing,
    ),
    Rule(
        "requirement-unused",
        "What nobody uses is installed all the same, and has to be kept up to date.",
        f"Remove the line from {REQUIREMENTS}; what is used by its name alone says so with"
        " a comment that ignores the rule.",
        _unused,
    ),
)
"""The rules of this module."""
