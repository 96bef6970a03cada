"""What a migration does, in words."""

from collections.abc import Iterator, Sequence

from ant.core.plan import Loss
from ant.core.renames import Renames
from ant.core.spec import Spec
from ant.rendering.conversions import converts, narrows
from ant.rendering.tables import Column, Table

LONGEST_SLUG = 80
MOST_PHRASES = 2

Tables = Sequence[Table]


def phrases_of(renames: Renames, old: Tables, new: Tables) -> list[str]:
    """Return what is done, from the largest to the smallest: ``add phone to users``."""
    before, after = {t.name: t for t in old}, {t.name: t for t in new}
    created, dropped = _heads(new, before), _heads(old, after)
    phrases = [f"rename {old} to {new}" for old, new in renames.routes.items()]
    phrases += [f"create {name}" for name in created] + [f"drop {name}" for name in dropped]
    phrases += [f"rename {old} of {route} to {new}" for (route, old), new in renames.fields.items()]
    for name, table in after.items():
        if name in before:
            phrases += _of_columns(before[name], table)
    return phrases


def title_of(phrases: list[str]) -> str:
    """Return the first line of the docstring; without phrases it is that of the first migration."""
    if not phrases:
        return "Create all tables."
    sentence = " and ".join(phrases[:MOST_PHRASES])
    more = len(phrases) - MOST_PHRASES
    return f"{sentence[0].upper()}{sentence[1:]}{f', and {more} more' if more > 0 else ''}."


def slug_of(phrases: list[str]) -> str:
    """Return the words of the file's name."""
    if not phrases:
        return "initial"
    more = len(phrases) - MOST_PHRASES
    words = "_and_".join(phrases[:MOST_PHRASES]) + (f"_and_{more}_more" if more > 0 else "")
    return words.replace(" ", "_")[:LONGEST_SLUG].rstrip("_")


def docstring_of(title: str, losses: Sequence[Loss], unfilled: Sequence[str]) -> list[str]:
    """Return the lines of a migration's docstring."""
    lines = []
    if losses:
        lines += ["", "A downgrade does not bring back what this takes away:", ""]
        lines += [f"- {each.sentence}" for each in losses]
    if unfilled:
        lines += [
            "",
            "Rows that are there need values in these columns; fill them in upgrade():",
            "",
        ]
        lines += [f"- {each}" for each in unfilled]
    return [f'"""{title}', *lines, '"""'] if lines else [f'"""{title}"""']


def losses_of(old: Tables, new: Tables) -> tuple[Loss, ...]:
    """Return what the rows of the old tables lose."""
    after = {table.name: table for table in new}
    return tuple(loss for table in old for loss in _of_table(table, after.get(table.name)))


def dropped_values(old: Spec, new: Spec) -> Iterator[Loss]:
    """Yield what becomes of rows whose ``enum`` knows their value no longer: no table changes."""
    for route in new.routes:
        was_route = old.route(route.names.text) if route.fields else None
        if was_route is None or was_route is route:
            continue
        for field in route.fields:
            was = was_route.field(field.name)
            gone = [v for v in was.values if v not in field.values] if was and field.values else []
            if gone:
                place = f"'{route.names.text}.{field.name}'"
                yield Loss(f"Rows whose {place} is {' or '.join(gone)} keep a value that is none.")


def unfilled_columns(old: Tables, new: Tables) -> tuple[str, ...]:
    """Return the required columns of tables that are there already which nobody has filled."""
    before = {table.name: table for table in old}
    return tuple(
        f"{table.name}.{column.field or column.name}"
        for table in new
        if table.name in before
        for column in table.columns
        if not column.nullable and not column.fill and _may_lack(before[table.name], column)
    )


def _may_lack(old: Table, column: Column) -> bool:
    was = old.column(column.name)
    return was is None or was.nullable or not converts(was, column)


def _heads(tables: Tables, others: dict[str, Table]) -> list[str]:
    """The tables that others do not have; of a route and what lies between it and others, one."""
    names = [each.name for each in tables if each.name not in others]
    routes = {each.route: each.route for each in tables}
    return [
        each.name for each in tables
        if each.name in names and (each.name == each.route or routes[each.route] not in names)
    ]  # fmt: skip


def _of_columns(old: Table, new: Table) -> Iterator[str]:
    for column in new.columns:
        was = old.column(column.name)
        called = column.field or column.name
        if was is None:
            yield f"add {called} to {new.name}"
        elif was._replace(fill="", field="") != column._replace(fill="", field=""):
            yield f"change {called} of {new.name}"
    for column in old.columns:
        if new.column(column.name) is None:
            yield f"drop {column.field or column.name} from {new.name}"


def _of_table(old: Table, new: Table | None) -> Iterator[Loss]:
    if new is None:
        yield Loss(f"The table '{old.name}' goes, with all its rows.", not old.is_sketch)
        return
    for was in old.columns:
        place = f"'{old.name}.{was.name}'"
        now = new.column(was.name)
        if now is None:
            yield Loss(f"The column {place} goes, with all its values.", not old.is_sketch)
        elif not converts(was, now):
            yield Loss(f"The column {place} becomes {now.type.kind} and loses all its values.")
        elif narrows(was.type, now.type):
            yield Loss(f"The column {place} becomes {now.type}, which may hold less.")
        if now is not None and now.unique and not was.unique:
            yield Loss(f"Rows that share a value of {place} would stop the migration.")
    for now in new.columns:
        if now.unique and not now.nullable and old.column(now.name) is None:
            place = f"'{old.name}.{now.name}'"
            yield Loss(f"More than one row would stop the migration: all get one value of {place}.")
