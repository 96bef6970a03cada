"""Rules about what a layer may import and do."""

import ast
from collections.abc import Iterator

from ant.checking.code import LAYERS, Code, Finding, Imported, Rule, at, imports_of, layer_of

_QUERIES = frozenset(
    {"select", "insert", "update", "delete", "text", "func", "exists", "union", "union_all",
     "and_", "or_", "case", "literal_column"}
)  # fmt: skip
_STATEMENTS = frozenset({"execute", "execute_commit", "add", "add_all", "delete", "connection"})
"""The methods of ``myDB`` that read or write rows; ``transaction`` is for services as well."""
_HTTP = frozenset({"flask", "werkzeug"})
_ERRORS = "helper.execution_tracking"
_OWNERSHIP = "api/repositories/ownership.py"
"""Which rows a request may see it has to ask of the request, so that no query needs to."""


def _route_data(code: Code) -> Iterator[Finding]:
    for path, tree in code.of_layer("routes"):
        for imported in imports_of(path, tree):
            if layer_of(imported) in ("repositories", "models"):
                message = f"A route imports from {layer_of(imported)}."
            elif imported.module == "helper.DBSession" or _builds_queries(imported):
                message = f"A route imports {_spelled(imported)}."
            else:
                continue
            yield at("route-data-access", path, imported.node, message)


def _service_flask(code: Code) -> Iterator[Finding]:
    for path, tree in code.of_layer("services"):
        for imported in imports_of(path, tree):
            if _package(imported) == "flask":
                message = f"A service imports {_spelled(imported)}."
                yield at("service-flask", path, imported.node, message)


def _service_query(code: Code) -> Iterator[Finding]:
    for path, tree in code.of_layer("services"):
        for imported in imports_of(path, tree):
            if _builds_queries(imported):
                message = f"A service imports {_spelled(imported)}, which builds queries."
                yield at("service-query", path, imported.node, message)
        for node in ast.walk(tree):
            if isinstance(node, ast.Call) and _is_statement(node.func):
                message = f"A service calls {ast.unparse(node.func)}."
                yield at("service-query", path, node, message)


def _repository_http(code: Code) -> Iterator[Finding]:
    for path, tree in code.of_layer("repositories"):
        for imported in imports_of(path, tree):
            if _speaks_http(imported) and path != _OWNERSHIP:
                message = f"A repository imports {_spelled(imported)}."
                yield at("repository-http", path, imported.node, message)


def _model_logic(code: Code) -> Iterator[Finding]:
    for path, tree in code.of_layer("models"):
        for imported in imports_of(path, tree):
            if _speaks_http(imported) or imported.module == "helper.DBSession":
                message = f"A model imports {_spelled(imported)}."
                yield at("model-logic", path, imported.node, message)


def _upward(code: Code) -> Iterator[Finding]:
    for rank, layer in enumerate(LAYERS):
        for path, tree in code.of_layer(layer):
            for imported in imports_of(path, tree):
                other = layer_of(imported)
                if other and LAYERS.index(other) > rank:
                    message = f"A module of {layer} imports from {other}, which is above it."
                    yield at("import-upward", path, imported.node, message)


def _package(imported: Imported) -> str:
    return imported.module.partition(".")[0]


def _spelled(imported: Imported) -> str:
    return ".".join(part for part in (imported.module, imported.name) if part)


def _builds_queries(imported: Imported) -> bool:
    return _package(imported) == "sqlalchemy" and imported.name in _QUERIES


def _speaks_http(imported: Imported) -> bool:
    if _package(imported) in _HTTP:
        return True
    return imported.module in (f"{_ERRORS}.APIException", f"{_ERRORS}.NotFound")


def _is_statement(function: ast.expr) -> bool:
    return (
        isinstance(function, ast.Attribute)
        and isinstance(function.value, ast.Name)
        and function.value.id == "myDB"
        and function.attr in _STATEMENTS
    )


RULES = (
    Rule(
        "route-data-access",
        "A route reads a request and writes an answer; what it does with rows is a rule of the"
        " business or a query, and cannot be tested or reused from there.",
        "Call a method of the service; let that call the repository.",
        _route_data,
    ),
    Rule(
        "service-flask",
        "A service is used by routes, commands and jobs, and the last two have no request.",
        "Read the request in the route and pass the values on as arguments.",
        _service_flask,
    ),
    Rule(
        "service-query",
        "Queries stand in repositories, so that a service can be tested without a database.",
        "Move the statement into a method of the repository and call that.",
        _service_query,
    ),
    Rule(
        "repository-http",
        "A repository does not know who asks; which status a missing row has is decided above it."
        " Conflict is the exception: only the database can tell.",
        "Return None or False, and let the service raise.",
        _repository_http,
    ),
    Rule(
        "model-logic",
        "A model says what a row is. Queries and answers belong to repositories and routes.",
        "Move the code into the repository or the service.",
        _model_logic,
    ),
    Rule(
        "import-upward",
        "Imports lead from routes over services, repositories and schemas to models. The other way"
        " modules import each other in a circle.",
        "Move what both need into the lower layer, or pass it as an argument.",
        _upward,
    ),
)
"""The rules of this module."""
