"""What is imported is required, what is required is imported, and where it is not sure nothing."""

from collections.abc import Mapping

import pytest

from ant.checking.check import check
from ant.runtime.distributions import Distribution

CODE = "api/services/mail.py"
GOOGLE = Distribution("google-auth", frozenset({"google"}), frozenset({"cachetools"}), False)
CACHE = Distribution("cachetools", frozenset({"cachetools"}), frozenset(), False)
ODD = Distribution("odd-name", frozenset({"strange"}), frozenset(), False)
PLUGIN = Distribution("a-plugin", frozenset({"a_plugin"}), frozenset(), True)
NOTHING: Mapping[str, str] = {}
INSTALLED = (GOOGLE, CACHE, ODD, PLUGIN)


def found(
    code: str,
    requirements: str,
    installed: tuple[Distribution, ...] = (),
    more: Mapping[str, str] = NOTHING,
) -> list[tuple[str, str, int]]:
    """The findings in a project of one module: rule, path and line."""
    files = {CODE: code, "requirements.txt": requirements, **more}
    findings = check({path: text.encode() for path, text in files.items()}, installed)
    return [(finding.rule, finding.path, finding.line) for finding in findings]


@pytest.mark.parametrize(
    ("code", "requirements", "installed"),
    [
        ("import strange", "odd.name>=1", INSTALLED),
        ("import strange", "ODD_NAME>=1 ; python_version > '3'", INSTALLED),
        ("import strange", "odd-name>=1", ()),  # nobody knows what that brings
        ("from google.cloud import storage", "google-cloud-storage", ()),
        ("from google.auth import x", "google-auth", INSTALLED),
        ("import jwt, dotenv", "PyJWT[crypto]>=2\npython-dotenv", ()),
        ("import click", "Flask>=3", ()),
        ("try:\n    import strange\nexcept ImportError:\n    strange = None", "", ()),
        ("from typing import TYPE_CHECKING\nif TYPE_CHECKING:\n    import strange", "", ()),
        ("from . import strange", "", ()),
        ("import services.mail, api.services", "", ()),
        ("import strange", "-e ../strange", ()),
        ("import strange", "git+https://example.com/strange", ()),
        ("import redis", "redis @ https://example.com/redis.whl", ()),
        ("import redis", "redis==6 \\\n    --hash=sha256:00", ()),
        ("import sys\nsys.path.insert(0, 'services')\nimport mail", "", ()),
    ],
)
def test_what_is_imported_and_may_be_there_is_no_finding(
    code: str, requirements: str, installed: tuple[Distribution, ...]
) -> None:
    assert found(code, requirements, installed) == []


@pytest.mark.parametrize(
    ("code", "requirements", "installed"),
    [
        ("import strange", "Flask", ()),
        ("import cachetools, google", "google-auth", INSTALLED),  # by chance with another
        ("import strange", "gunicorn\npsycopg[binary]", ()),
    ],
)
def test_what_is_imported_and_not_required_is_found(
    code: str, requirements: str, installed: tuple[Distribution, ...]
) -> None:
    told = [entry for entry in found(code, requirements, installed) if "missing" in entry[0]]
    assert told == [("requirement-missing", CODE, 1)]


@pytest.mark.parametrize(
    ("name", "count"), [("requirements-dev.txt", 1), ("requirements-x.txt", 0)]
)
def test_what_only_developers_install_is_missing_where_it_runs(name: str, count: int) -> None:
    assert len(found("import redis", "", more={name: "redis"})) == count


MENTION = {"Dockerfile": "CMD flask run"}


@pytest.mark.parametrize(
    "more",
    [
        {"pyproject.toml": "[project]\ndependencies = ['redis']\n"}, {"Pipfile": ""},
        {"poetry.lock": ""}, {"setup.py": ""},
    ],
)  # fmt: skip
def test_nothing_is_said_where_requirements_stand_elsewhere(more: dict[str, str]) -> None:
    assert found("import redis", "", more=more) == []


@pytest.mark.parametrize(
    ("requirements", "installed", "more", "expected"),
    [
        ("orjson>=3\nFlask", (), MENTION, [1]),
        ("odd-name", (), {}, []),  # nobody knows what it brings
        ("odd-name", INSTALLED, {}, [1]),
        ("odd-name", INSTALLED, {"Dockerfile": 'CMD ["gunicorn", "-k", "strange.worker"]'}, []),
        ("odd-name", INSTALLED, {"README.md": "strange"}, [1]),
        ("odd-name", INSTALLED, {"tests/test_x.py": "import strange"}, []),
        ("a-plugin", INSTALLED, {}, []),  # found by its name
        ("cachetools<6", INSTALLED, {}, []),  # the version of what another one needs
        ("gunicorn\npsycopg2-binary", (), {}, []),
        ("odd-name  # ant: ignore[requirement-unused]", INSTALLED, {}, []),
    ],
)
def test_what_is_required_and_surely_not_used_is_found(
    requirements: str, installed: tuple[Distribution, ...], more: dict[str, str],
    expected: list[int],
) -> None:  # fmt: skip
    told = found("", requirements, installed, more)
    assert told == [("requirement-unused", "requirements.txt", line) for line in expected]


def test_a_comment_among_the_requirements_that_ignores_nothing_is_found() -> None:
    line = "gunicorn  # ant: ignore[requirement-unused]"
    assert found("", line) == [("ignore-unused", "requirements.txt", 1)]
