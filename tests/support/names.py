"""Names that have a meaning somewhere: in Python, SQL, the libraries, the generated code."""

import builtins
import keyword
import sys

PYTHON = {*keyword.kwlist, *keyword.softkwlist, *dir(builtins), *sys.stdlib_module_names}

POSTGRESQL = [
    "all", "analyse", "analyze", "and", "any", "array", "as", "asc", "asymmetric",
    "authorization", "binary", "both", "case", "cast", "check", "collate", "collation", "column",
    "concurrently", "constraint", "create", "cross", "current_catalog", "current_date",
    "current_role", "current_schema", "current_time", "current_timestamp", "current_user",
    "default", "deferrable", "desc", "distinct", "do", "else", "end", "except", "false", "fetch",
    "for", "foreign", "freeze", "from", "full", "grant", "group", "having", "ilike", "in",
    "initially", "inner", "intersect", "into", "is", "isnull", "join", "lateral", "leading",
    "left", "like", "limit", "localtime", "localtimestamp", "natural", "not", "notnull", "null",
    "offset", "on", "only", "or", "order", "outer", "overlaps", "placing", "primary",
    "references", "returning", "right", "select", "session_user", "similar", "some", "symmetric",
    "system_user", "table", "tablesample", "then", "to", "trailing", "true", "union", "unique",
    "user", "using", "variadic", "verbose", "when", "where", "window", "with", "pg_class", "pg_x",
    "information_schema", "int4", "name", "date", "json",
]  # fmt: skip

OURS = [
    "metadata", "registry", "query", "self", "cls", "base", "mapped", "mapped_column", "text",
    "any", "sequence", "repository", "default", "model", "models", "id", "data", "db", "session",
    "myDB", "myLogger", "logger", "load_mock", "init_db", "engine", "app", "create_app",
    "load_body", "include", "meta", "request", "response", "jsonify", "blueprint", "schema",
    "fields", "dataclass", "service",
    "services", "routes", "repositories", "schemas", "helper", "startup", "decorators", "apis",
    "mocks", "users", "users_bp", "users_service", "users_repository", "post_users",
    "post_users_schema", "static", "select", "statement", "row", "by_id", "get_by_id", "add_all",
    "get", "post", "put", "patch", "delete", "create", "update", "add", "bp", "a_bp", "get_a",
    "x_bp", "sqlalchemy", "flask", "marshmallow", "werkzeug",
]  # fmt: skip

ODD = [
    "_", "__", "_x", "x_", "__x", "__x__", "_any", "any_", "a__b", "a_b", "ab", "a1b", "a_1b",
    "a1", "a01", "a001", "a2", "a10", "a_1", "A1C", "con", "aux", "com1", "sqlite_x", "sqlite",
    "pk_users", "pk_default", "users_id_seq", "user_posts", "userposts", "de_fault", "none",
    "true", "false", "not_implemented", "a" * 59, "b" * 60, "c" * 61, "pk_" + "d" * 57, "d" * 57,
    "e_" * 30, "_".join("f" * 30), "é", "ﬁeld", "\u017felf", "my-route", "1a", "", "a.b", "a b",
    "../x", "x\0", "x\n", "\u212a", "İ", "constructor", "x" * 255,
]  # fmt: skip

NAMES = sorted({*PYTHON, *POSTGRESQL, *OURS, *ODD})
