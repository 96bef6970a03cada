"""What a migration does, in words."""

from collections.abc import Iterator, Sequence

from ant.core.plan import Loss
from ant.core.renames import Renames
from ant.rendering.conversions import converts, may_be_none, narrows
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


def docstring_of(
    title: str, losses: Sequence[Loss], undone: Sequence[str], unfilled: Sequence[str]
) -> list[str]:
    """Return the lines of a migration's docstring."""
    lines = []
    losses = [each for each in losses if not each.stays_in]
    if losses:
        lines += ["", "A downgrade does not bring back what this takes away:", ""]
        lines += [f"- {each.sentence}" for each in losses]
    if undone:
        lines += ["", "Beware of a downgrade:", "", *(f"- {each}" for each in undone)]
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


def undone_of(old: Tables, new: Tables) -> tuple[str, ...]:
    """Return what a downgrade takes away that the upgrade has kept, and what would stop it."""
    before, after = {table.name: table for table in old}, {table.name: table for table in new}
    return tuple(
        sentence
        for name in after
        if name in before
        for was in before[name].columns
        for sentence in _undone(
            before[name], was, after[name].column(was.name), {*before} - {*after}
        )
    )


def _undone(table: Table, was: Column, now: Column | None, gone: set[str]) -> Iterator[str]:
    if now is not None and converts(was, now) and not converts(now, was):
        place = f"'{table.name}.{was.name}'"
        yield f"The column {place} becomes {was.type.kind} and loses all its values."
    if now is None and not was.nullable and was.refers_to in gone:
        yield f"Rows of '{table.name}' stop it: their '{was.name}' would refer to nothing."


def unfilled_columns(old: Tables, new: Tables) -> tuple[str, ...]:
    """Return the required columns of tables that are there already which nobody has filled."""
    before = {table.name: table for table in old}
    return tuple(
        f"{table.name}.{column.field or column.name}"
        for table in new
        if table.name in before
        for column in table.columns
        if not column.fill and _may_lack(before[table.name].column(column.name), column)
    )


def fillable_fields(old: Tables, new: Tables) -> set[tuple[str, str]]:
    """Return the fields of which rows may need a value, by the names of their table and them."""
    before = {table.name: table for table in old}
    found = set()
    for table in new:
        for column in table.columns if table.name in before else ():
            was = before[table.name].column(column.name)
            if _may_lack(was, column) or (was and may_be_none(was, column)):
                found.add((table.name, column.field))
    return found


def _may_lack(was: Column | None, column: Column) -> bool:
    return not column.nullable and (was is None or was.nullable or not converts(was, column))


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
            continue
        if was.in_database != column.in_database:
            yield f"change {called} of {new.name}"
        if column.instead and may_be_none(was, column):
            yield f"replace values of {called} of {new.name}"
    for column in old.columns:
        if new.column(column.name) is None:
            yield f"drop {column.field or column.name} from {new.name}"


def _of_table(old: Table, new: Table | None) -> Iterator[Loss]:
    if new is None:
        yield Loss(f"The table '{old.name}' goes, with all its rows.", not old.is_sketch)
        return
    for was in old.columns:
        now = new.column(was.name)
        if now is None:
            place = f"'{old.name}.{was.name}'"
            yield Loss(f"The column {place} goes, with all its values.", not old.is_sketch)
        else:
            yield from _of_column(old, was, now)
    for now in new.columns:
        if now.unique and not now.nullable and old.column(now.name) is None:
            yield _one_for_all(f"'{old.name}.{now.name}'")


def _of_column(table: Table, was: Column, now: Column) -> Iterator[Loss]:
    place = f"'{table.name}.{was.name}'"
    replaces = now.instead and may_be_none(was, now)
    if not converts(was, now):
        yield Loss(f"The column {place} becomes {now.type.kind} and loses all its values.")
    elif narrows(was.type, now.type) and not replaces:
        yield Loss(f"The column {place} becomes {now.type}, which may hold less.")
    if converts(was, now) and was.nullable and not now.nullable and now.fill:
        yield Loss(f"Empty values of {place} are filled.", asks=False)
    if now.unique and not was.unique:
        yield Loss(f"Rows that share a value of {place} would stop the migration.")
    if was.refers_to and now.refers_to and was.refers_to != now.refers_to:
        ids = f"were ids of '{was.refers_to}' and are taken for ids of '{now.refers_to}'"
        yield Loss(f"The values of {place} {ids}.")
    if replaces:
        yield Loss(f"Values of {place} that its enum does not have are replaced.", asks=False)
        if now.unique:
            yield _one_for_all(place)
    elif may_be_none(was, now):
        gone = [each for each in was.values if each not in now.values]
        kept = f"is {' or '.join(gone)} keep a value that is none"
        kept = kept if gone else "is none of its enum's values keep it"
        yield Loss(f"Rows whose {place} {kept}.", not table.is_sketch, f"{table.name}.{now.field}")


def _one_for_all(place: str) -> Loss:
    return Loss(f"More than one row would stop the migration: all get one value of {place}.")
