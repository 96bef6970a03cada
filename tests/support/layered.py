"""A later version of ant that generates more: a layer, a file, a setting, a column, other types."""

from pathlib import Path

RESOURCE_POLICY = '''"""Who may do what with ``{{ names.text }}``."""


class {{ names.class_name }}Policy:
    """Allows everything until somebody says otherwise."""

    def allows(self, action: str) -> bool:
        """Whether somebody may do something with a row."""
        return bool(action)


my{{ names.class_name }}Policy = {{ names.class_name }}Policy()
'''
CLOCK = '''"""What time it is."""

import datetime as dt


def now() -> dt.datetime:
    """Return the moment, in UTC."""
    return dt.datetime.now(dt.UTC)
'''
SETTING = """
# How long an answer may be kept, in seconds.
CACHE_SECONDS=60
"""
NEW_FILE, REMOVED_FILE = "api/helper/clock.py", "tests/test_token_required.py"

EDITS: dict[str, tuple[tuple[str, str], ...]] = {
    "rendering/resource.py": (
        (
            '        names.route_module: ("route", layers),\n',
            '        names.route_module: ("route", layers),\n'
            '        f"policies.{names.text}_policy": ("policy", {}),\n',
        ),
    ),
    "rendering/route.py": (
        (
            '        "schema": names.schema_module,\n',
            '        "schema": names.schema_module,\n'
            '        "policy": f"policies.{names.text}_policy",\n',
        ),
    ),
    "rendering/tables.py": (
        (
            '    if field.type == "decimal":\n',
            '    if field.type == "integer":\n        return ColumnType("bigint")\n'
            '    if field.type == "decimal":\n',
        ),
        (
            "(key, *columns, *moments)",
            "(key, *columns, *moments,"
            " Column(\"revision\", ColumnType(\"integer\"), fill=\"1\"))",
        ),
    ),
    "rendering/columns.py": (
        ('    "integer": Kind("int", "Integer"),\n', '    "integer": Kind("int", "BigInteger"),\n'),
    ),
    "templates/resource/model.py.jinja": (
        (
            "default=utc_now, onupdate=utc_now)\n",
            "default=utc_now, onupdate=utc_now)\n"
            "    revision: Mapped[int] = mapped_column(default=1)\n",
        ),
    ),
    "templates/resource/service.py.jinja": (
        (
            "from {{ names.repository_module }} import",
            "from policies.{{ names.text }}_policy import my{{ names.class_name }}Policy\n"
            "from {{ names.repository_module }} import",
        ),
        (
            '        """Return a page of rows."""\n',
            '        """Return a page of rows that may be read."""\n'
            '        my{{ names.class_name }}Policy.allows("read")\n',
        ),
    ),
    "templates/project/.env.example.jinja": (("\n# PostgreSQL.", f"{SETTING}\n# PostgreSQL."),),
}  # fmt: skip
"""Texts by file, each of which must be there once, and what is there instead."""


def add_a_layer(package: Path) -> None:
    """Alter a copy of ant, its code and its templates."""
    for path, exchanges in EDITS.items():
        text = (package / path).read_text()
        for old, new in exchanges:
            assert text.count(old) == 1, (path, old)
            text = text.replace(old, new)
        (package / path).write_text(text)
    templates = package / "templates"
    for folder in ("resource", "route"):
        (templates / folder / "policy.py.jinja").write_text(RESOURCE_POLICY)
    (templates / "project" / NEW_FILE).write_text(CLOCK)
    (templates / "project" / REMOVED_FILE).unlink()
