"""The effect of a change on the rows in a project's database."""

from ant.api.steps.agreement import find_missing_columns
from ant.core.errors import BrokenRecord, CannotMerge, Problem
from ant.core.names.renames import Renames, renamed
from ant.core.planning.plan import Plan, Rows
from ant.core.spec import Spec, grows
from ant.core.tree import Tree
from ant.reconcile.migrations.existing_tables import added_columns
from ant.reconcile.migrations.history import heads, likely_paths
from ant.rendering.migrations.migration import TEMPLATES, VERSIONS, Columns
from ant.rendering.tables.tables import tables_of
from ant.runtime.database import ask_database
from ant.workspace.project import ReadOnlyProject

RULES = ("broken", "cased", "against")
"""Rows that violate a new rule; a count of 0 makes their warning pointless."""


def migrations_of(project: ReadOnlyProject) -> Tree:
    """Return as many of a project's migrations as are needed to find the newest one."""
    paths = project.list_files(VERSIONS)
    likely, templates = project.read(likely_paths(paths)), project.read(TEMPLATES)
    if len(heads(likely)) == 1 or len(likely) == len(paths):
        return likely | templates
    return project.read(path for path in paths if path.endswith(".py")) | templates


def all_migrations(project: ReadOnlyProject) -> Tree:
    """Return all migrations of a project."""
    return project.read(path for path in project.list_files(VERSIONS) if path.endswith(".py"))


def existing_columns(project: ReadOnlyProject, old: Spec, new: Spec) -> Columns:
    """Return the new columns of a spec that migrations have added already.

    People's own migrations may have, or those of another branch whose code was lost in a merge.
    Raises ``CannotMerge`` for one that was added in another way, unless the code has it like that.
    """
    if not grows(old, new):
        return frozenset()
    found = added_columns(all_migrations(project), old, new)
    if found.mismatches:
        missing = find_missing_columns(project, new)
        problems = [
            problem for column_id, problem in found.mismatches.items() if column_id in missing
        ]
        if problems:
            raise CannotMerge(*problems)
    return found.columns


def check_columns_exist(project: ReadOnlyProject, old: Spec, new: Spec, renames: Renames) -> None:
    """Raise ``BrokenRecord`` where a change drops tables or columns that no migration has created.

    Then what was applied last is that of another commit than the code.
    """
    called = renamed(old, renames)
    later = {
        (table.name, column.name)
        for table in tables_of(new.routes_unlike(called), None)
        for column in table.columns
    }
    dropped = [
        (table.name, column.name)
        for table in tables_of(called.routes_unlike(new), None)
        for column in table.columns
        if (table.name, column.name) not in later
    ]
    migrations = [*all_migrations(project).values()] if dropped and not any(renames) else []
    unmade = [
        f"{table}.{column}"
        for table, column in dropped
        if migrations
        and not all(any(name.encode() in text for text in migrations) for name in (table, column))
    ]
    if unmade:
        names = ", ".join(unmade)
        message = f"'.ant' says that the code has {names}, which no migration has made."
        hint = "It is of another commit than the code: put .ant back to that of the code."
        raise BrokenRecord(Problem(message, hint=hint))


def with_row_counts(project: ReadOnlyProject, plan: Plan, tree: Tree) -> Plan:
    """Return the plan with the number of rows that it affects, if a database can be asked.

    It is asked only if it is at the head of the project's migrations: otherwise its tables are not
    those of the plan.
    """
    concerned = [*(loss.rows for loss in plan.losses if loss.rows), *plan.lacking]
    ends = heads(tree) if concerned else []
    if len(ends) != 1:
        return plan
    from ant.rendering.migrations.row_counts import query_of  # noqa: PLC0415, slow to load and seldom needed

    queries = {rows: query_of(rows) for rows in concerned}
    database = ask_database(project.root, [*queries.values()], ends[0].name)
    numbers = dict(zip(queries, database.answer.numbers, strict=False))
    has = f"The database '{database.name}' has"

    def count_text(rows: Rows | None) -> str:
        number = numbers.get(rows) if rows else None
        return "" if number is None else f" {has} {number or 'none'} of them."

    losses = (
        loss._replace(
            sentence=loss.sentence + count_text(loss.rows),
            asks=loss.asks or (loss.stops and bool(loss.rows and numbers.get(loss.rows))),
        )
        for loss in plan.losses
        if not (loss.rows and loss.rows.which in RULES and numbers.get(loss.rows) == 0)
    )
    counts = zip(plan.unfilled, map(count_text, plan.lacking), strict=True)
    return plan._replace(losses=tuple(losses), counts=dict(counts))
