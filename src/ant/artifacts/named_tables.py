"""Changes of shared code for tables with another name than their route.

Elsewhere a route's name is that of its table, and a project without ``table`` must not have a line
more. So the templates are those of all projects.
"""

from ant.artifacts.replacements import Replacements
from ant.core.memo import once
from ant.core.spec import Spec

_ROUTE = "from helper.table_names import route_of"
_TABLE = "from helper.table_names import table_of"
_BASE = "from startup.Alchemy import Base"

DOCUMENT = "api/helper/openapi_document.py"

MODULE = b"from helper.table_names import"
"""What every file has that asks which route a table is of."""

NAMED: dict[str, Replacements] = {
    DOCUMENT: (
        (
            """    for name in sorted(tags & Base.metadata.tables.keys()):
        if comment := Base.metadata.tables[name].comment:""",
            """    tables = {route_of(table): table for table in Base.metadata.tables.values()}
    for name in sorted(tags & tables.keys()):
        if comment := tables[name].comment:""",
        ),
        (_BASE, f"{_ROUTE}\n{_BASE}"),
    ),
    "api/helper/readable.py": (
        ("_is_let_through(table.name)", "_is_let_through(route_of(table))"),
        (
            "from repositories.ownership import visible",
            f"{_ROUTE}\nfrom repositories.ownership import visible",
        ),
    ),
    "api/helper/links.py": (
        ("{target.table.name}", "{route_of(target.table)}"),
        (
            "from repositories.constraints import conflicts_told",
            f"{_ROUTE}\nfrom repositories.constraints import conflicts_told",
        ),
    ),
    "api/repositories/constraints.py": (
        (
            """        return Conflict(f"Rows of {told.table_name} still""",
            """        other = table.metadata.tables[told.table_name]
        return Conflict(f"Rows of {route_of(other)} still""",
        ),
        ("{other.name}", "{route_of(other)}"),
        (
            "from helper.execution_tracking.Conflict import MISSING, TAKEN, TAKEN_TOGETHER, "
            "Conflict, Mismatch",
            "from helper.execution_tracking.Conflict import MISSING, TAKEN, TAKEN_TOGETHER, "
            f"Conflict, Mismatch\n{_ROUTE}",
        ),
    ),
    "api/repositories/deletion.py": (
        ("{other.name}", "{route_of(other)}"),
        (
            "from helper.execution_tracking.Conflict import Conflict",
            f"from helper.execution_tracking.Conflict import Conflict\n{_ROUTE}",
        ),
    ),
    "tests/bulk_checks.py": (
        ("Base.metadata.tables[factory.route]", "table_of(factory.route)"),
        ("inserts_into(self.factory.route)", "inserts_into(table_of(self.factory.route).name)"),
        (
            "from startup.Alchemy import Base, autocommit_engine",
            f"{_TABLE}\nfrom startup.Alchemy import autocommit_engine",
        ),
    ),
    "tests/checks/base.py": (
        ("Base.metadata.tables[self.factory.route]", "table_of(self.factory.route)"),
        (
            "from startup.Alchemy import Base, engine",
            f"{_TABLE}\nfrom startup.Alchemy import engine",
        ),
    ),
    "tests/checks/rows.py": (
        ("Base.metadata.tables[self.factory.route]", "table_of(self.factory.route)"),
        (
            "from startup.Alchemy import Base, engine",
            f"{_TABLE}\nfrom startup.Alchemy import engine",
        ),
    ),
    "tests/deletion_checks.py": (
        ("Base.metadata.tables[factory.route]", "table_of(factory.route)"),
        ("Base.metadata.tables[column.to]", "table_of(column.to)"),
        (
            "from repositories.deletion import deletion_of, with_deleted",
            f"{_TABLE}\nfrom repositories.deletion import deletion_of, with_deleted",
        ),
    ),
    "tests/factories/columns.py": (
        ("str(self.reference.column.table.name)", "route_of(self.reference.column.table)"),
        (
            "from helper.schema_fields import Exact, Matches, Password",
            f"from helper.schema_fields import Exact, Matches, Password\n{_ROUTE}",
        ),
    ),
    "tests/factories/factory.py": (
        ("model.__tablename__ == self.route", "route_of(model.__table__) == self.route"),
        ("(rows.table.name, methods[name])", "(route_of(rows.table), methods[name])"),
        (_BASE, f"{_ROUTE}\n{_BASE}"),
    ),
    "tests/factories/linked.py": (
        (
            "next(iter(LINKS[self.model][column.key].far.foreign_keys)).column.table.name",
            "route_of(next(iter(LINKS[self.model][column.key].far.foreign_keys)).column.table)",
        ),
        (
            "from helper.links import LINKS, Links",
            f"from helper.links import LINKS, Links\n{_ROUTE}",
        ),
    ),
    "tests/factories/owned.py": (
        ("Base.metadata.tables[route]", "table_of(route)"),
        (_BASE, _TABLE),
    ),
    "tests/factories/planting.py": (
        ("Base.metadata.tables[route]", "table_of(route)"),
        (
            "from startup.Alchemy import Base, engine",
            f"{_TABLE}\nfrom startup.Alchemy import engine",
        ),
    ),
    "tests/factories/rules.py": (
        ("Base.metadata.tables[self.route]", "table_of(self.route)"),
        (_BASE, _TABLE),
    ),
    "tests/idempotency_checks.py": (
        ("Base.metadata.tables[self.factory.route]", "table_of(self.factory.route)"),
        ("from models.Idempotency_keys_model", f"{_TABLE}\nfrom models.Idempotency_keys_model"),
    ),
}
"""By path, texts and their replacements."""


@once
def uses_tables(spec: Spec) -> bool:
    """Whether the table of any route is not called like it."""
    return any(route.stored_as for route in spec.routes)
