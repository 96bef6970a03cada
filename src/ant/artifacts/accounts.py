"""The files that are added or different in a project with accounts."""

import re

from ant.artifacts.paths import LOCK, REQUIREMENTS
from ant.core.access.accounts import own_fields
from ant.core.spec import Route
from ant.rendering.engine import render_folder
from ant.rendering.resource import id_view
from ant.rendering.schema_lines import post_imports, post_line
from ant.rendering.templates import read_template
from ant.rendering.values import grouped
from ant.rendering.wrap import wrap_long_lines

FOLDER = "accounts"
ROUTE, URL = "api/routes/auth_route.py", b'"/auth"'
"""The module of the endpoints, and their URL in it for a project without a prefix."""
PARTS = "deployment/account_requirements"
"""What is added to the requirements and to their lock."""


def render_accounts(route: Route) -> dict[str, bytes]:
    """Return the files that come with accounts, by path."""
    files = render_folder(FOLDER, _view(route), wrap_long_lines)
    files[ROUTE] = files[ROUTE].replace(URL, b'"%s/auth"' % route.url_prefix.encode())
    return files


def with_requirements(files: dict[str, bytes]) -> dict[str, bytes]:
    """Return files in which the requirements of a project have those of accounts among them."""
    more = {REQUIREMENTS: merged_requirements, LOCK: merged_lock}
    return files | {path: more[path](files[path]) for path in more if path in files}


def merged_requirements(content: bytes) -> bytes:
    """Return ``requirements.txt`` with what accounts require."""
    head, *lines = (content + read_template(f"{PARTS}.txt")).decode().splitlines()
    return "\n".join([head, *sorted(lines, key=str.lower), ""]).encode()


def merged_lock(content: bytes) -> bytes:
    """Return ``requirements.lock`` with what accounts require; an entry has several lines."""
    text = (content + read_template(f"{PARTS}.lock")).decode()
    head, *entries = re.split(r"^(?=[a-z])", text, flags=re.MULTILINE)
    return "".join([head, *sorted(entries, key=lambda entry: entry.split("==")[0])]).encode()


def _view(route: Route) -> dict[str, object]:
    names = route.names
    fields = tuple(own_fields(route))
    return {
        "names": {
            key: getattr(names, key)
            for key in (
                "text", "class_name", "model_module", "repository_module", "repository_class",
                "repository", "read_schema_class",
            )
        } | {"url": route.url, "table": route.table},
        "prefix": route.url_prefix,
        "id_type": id_view(route.id)["type"],
        "is_uuid": route.id is not None,
        "lines": [post_line(field) for field in fields],
        "imports": _imports(route),
    }  # fmt: skip


def _imports(route: Route) -> list[str]:
    names = route.names
    first = [line for line in post_imports(tuple(own_fields(route))) if line]
    own = [line for line in first if line.startswith(("from helper", "from schemas"))]
    standard = [line for line in first if line not in own and "marshmallow" not in line]
    third_party = [line for line in first if "marshmallow" in line]
    own += [
        "from schemas.auth_schemas import CredentialsSchema",
        f"from {names.read_schema_module} import {names.read_schema_class}",
    ]
    return grouped([standard, third_party, own])
