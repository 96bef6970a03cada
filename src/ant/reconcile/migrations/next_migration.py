"""The migration that a change of the spec needs."""

from ant.artifacts.paths import CODE, path_of
from ant.artifacts.project import PROJECT, Owned
from ant.core.errors import InvalidSpec, Problem, UnknownField
from ant.core.planning.consent import NO_FILLS
from ant.core.planning.messages import Option, Text
from ant.core.planning.plan import FileChange, Plan
from ant.core.spec import Route
from ant.core.text.words import quoted
from ant.core.tree import Tree
from ant.reconcile.migrations.history import newest, next_head, number
from ant.rendering.migrations.backfill import given_fill
from ant.rendering.migrations.migration import (
    ALEMBIC,
    BROUGHT_ALONG,
    TEMPLATES,
    Change,
    Head,
    Migration,
    fillable_between,
    losses_between,
    render_migration,
)
from ant.rendering.templates import read_template


def with_migration(plan: Plan, tree: Tree, change: Change) -> Plan:
    """Return a plan with the migration that its change needs, and with the data that it loses.

    ``tree`` holds the migrations among which the newest one is. A project without ``alembic.ini``
    gets none; one without any migration gets one that creates all tables. Raises ``CannotMerge``
    where the newest one is ambiguous, ``InvalidSpec`` for a backfill value that its field cannot
    hold, and ``UnknownField``.
    """
    if change.old is not None and ALEMBIC not in tree:
        return plan
    _check_fills(change)
    migration = _next(tree, change)
    losses = losses_between(change)
    if migration is None or migration.content == tree.get(migration.path):
        return plan._replace(losses=losses)
    return with_file(plan, tree, migration)._replace(losses=losses)


def with_file(plan: Plan, tree: Tree, migration: Migration) -> Plan:
    """Return a plan with a migration, and with what that needs and the tree does not have."""
    grown = plan.plus(FileChange(migration.path, None, migration.content))
    for module, files in BROUGHT_ALONG.items():
        if f"\nfrom {module} import ".encode() in migration.content:
            is_new = path_of(module) not in tree
            for path, template in files.items():  # tests that somebody has removed stay so
                if path not in tree and (is_new or path.startswith(CODE)):
                    grown = grown.plus(FileChange(path, None, read_template(template)))
    return grown._replace(
        losses=migration.losses, unfilled=migration.unfilled, lacking=migration.lacking
    )


def brought_along(plan: Plan) -> Owned:
    """Return the texts of the modules that a plan adds only because its migration imports them."""
    new = {change.path: change.after for change in plan.changes if change.before is None}
    return {PROJECT: {path: text for path in TEMPLATES if (text := new.get(path)) is not None}}


def _check_fills(change: Change) -> None:
    if not change.fills:
        return
    fillable, is_second_run = fillable_between(change), change.old == change.new
    for (name, field), value in change.fills.items():
        route = change.new.route(name)
        found = route and route.field(field)
        if not found:
            raise UnknownField(Problem(f"There is no field {quoted(f'{name}.{field}')} to fill."))
        optional = found.nullable or not found.is_column
        may_be_done = is_second_run and (not optional or found.type == "enum")
        if (name, field) not in fillable and not may_be_done:
            why = "it is not required" if optional else "there are none without one"
            raise InvalidSpec(Problem(f"Rows need no value of {quoted(f'{name}.{field}')}: {why}."))
        try:
            given_fill(found, value)
        except ValueError as error:
            message = f"The value for {quoted(f'{name}.{field}')} {error}."
            hint = Text("Give another with ", Option("fill"), ".")
            raise InvalidSpec(Problem(message, hint=hint)) from error


def _next(tree: Tree, change: Change) -> Migration | None:
    """The migration behind the newest one, or that one itself where it does just that already."""
    if change.old is not None and render_migration(change, Head()) is None:
        return None
    last = newest(tree)
    if last is None:
        return render_migration(change._replace(old=None), Head())
    before = last.below[0] if last.below else None
    done = None
    if before or (_may_hold(tree[last.path], change) and not _only_replaces(change)):
        done = render_migration(
            change if before else change._replace(old=None), Head(before, number(last.path) - 1)
        )
    if done and done.content == tree[last.path]:
        return done._replace(path=last.path)
    return render_migration(change, next_head(last, tree))


def _only_replaces(change: Change) -> bool:
    """Whether values change and no table does, which a migration that makes all tables cannot."""
    unfilled = change._replace(fills=NO_FILLS)
    return bool(change.fills) and render_migration(unfilled, Head()) is None


def _may_hold(initial: bytes, change: Change) -> bool:
    """Whether a migration that makes all tables can be of the new spec: it is long to render."""
    changed = change.new.routes if change.old is None else change.new.routes_unlike(change.old)
    names = {name for route in changed for name in _stored_names(route)}
    return all(f'"{name}"'.encode() in initial for name in names)


def _stored_names(route: Route) -> set[str]:
    columns = {field.column for field in route.fields if field.is_column}
    return {route.names.text, *columns}
