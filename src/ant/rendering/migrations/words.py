"""What a migration does, in words."""

from collections.abc import Iterator, Sequence

from ant.core.names.renames import ASIDE, Renames
from ant.core.planning.plan import Loss
from ant.core.spec import Spec
from ant.rendering.migrations.conversions import may_be_none
from ant.rendering.migrations.rule_changes import changed_rules
from ant.rendering.tables.keys import CHECK, Key
from ant.rendering.tables.tables import Table

LONGEST_SLUG = 80
MOST_PHRASES = 2

Tables = Sequence[Table]


def phrases_of(renames: Renames, old: Tables, new: Tables) -> list[str]:
    """Return what is done, from the largest to the smallest: ``add phone to users``."""
    before, after = ({table.name: table for table in tables} for tables in (old, new))
    created, dropped = _heads(new, before), _heads(old, after)
    phrases = [f"rename {old} to {new}" for old, new in renames.routes.items()]
    phrases += [f"create {name}" for name in created] + [f"drop {name}" for name in dropped]
    phrases += [f"rename {old} of {route} to {new}" for (route, old), new in renames.fields.items()]
    for name, table in after.items():
        if name in before:
            phrases += _of_columns(before[name], table)
            phrases += _of_rules(before[name], table)
            phrases += [f"describe {name}"] if table.comment != before[name].comment else []
    return phrases


def moves_of(old: Spec, new: Spec) -> list[str]:
    """Return phrases about routes with another table, and fields with another column."""
    pairs = [*zip(new.routes, old.routes, strict=True)]
    moved = [
        f"store {route.names.text} as {route.table}"
        for route, before in pairs
        if route.table != before.table and not route.table.endswith(ASIDE)
    ]
    return moved + [
        f"store {field.name} of {route.names.text} as {field.column}"
        for route, before in pairs
        if route is not before
        for field, was in zip(route.fields, before.fields, strict=True)
        if field.column != was.column and not field.column.endswith(ASIDE)
    ]


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
    taken = [loss for loss in losses if not loss.stops]
    if taken:
        lines += ["", "A downgrade does not bring back what this takes away:", ""]
        lines += [f"- {loss.sentence}" for loss in taken]
    stopping = [loss for loss in losses if loss.stops]
    if stopping:
        lines += ["", "Beware of rows:", "", *(f"- {loss.sentence}" for loss in stopping)]
    if undone:
        lines += ["", "Beware of a downgrade:", "", *(f"- {sentence}" for sentence in undone)]
    if unfilled:
        lines += [
            "",
            "Rows that are there need values in these columns; fill them in upgrade():",
            "",
        ]
        lines += [f"- {sentence}" for sentence in unfilled]
    return [f'"""{title}', *lines, '"""'] if lines else [f'"""{title}"""']


def _heads(tables: Tables, others: dict[str, Table]) -> list[str]:
    """The tables that others do not have; of a route and what lies between it and others, one."""
    names = [table.name for table in tables if table.name not in others]
    own = {table.route: table.name for table in tables if table.names.text == table.route}
    return [
        name for name, table in ((table.name, table) for table in tables)
        if name in names and (own.get(table.route) == name or own.get(table.route) not in names)
    ]  # fmt: skip


def _of_columns(old: Table, new: Table) -> Iterator[str]:
    if new.autoincrement and not old.autoincrement and not new.is_stub:
        yield f"never reuse ids of {new.name}"
    for column in new.columns:
        was = old.column(column.name)
        called = column.field or column.name
        if was is None:
            yield f"add {called} to {new.name}"
            continue
        replaces = column.replacement and may_be_none(was, column)
        one, other = was.in_database, column.in_database
        if replaces:  # so that it is no news that others are refused
            one, other = one._replace(checks=()), other._replace(checks=())
        if was.type.in_units != column.type.in_units:
            yield f"hold {called} of {new.name} as text"
        elif one != other:
            yield f"change {called} of {new.name}"
        if replaces:
            yield f"replace values of {called} of {new.name}"
    for column in old.columns:
        if new.column(column.name) is None:
            yield f"drop {column.field or column.name} from {new.name}"


def _of_rules(old: Table, new: Table) -> Iterator[str]:
    removed, come = changed_rules(old, new)
    yield from (f"drop {_rule(key)} from {new.name}" for key in removed if key not in new.rules)
    yield from (f"add {_rule(key)} to {new.name}" for key in come if key not in old.rules)


def _rule(key: Key) -> str:
    """What a rule is, in words of which a file can be called."""
    if key.kind == CHECK:
        return f"check of {' and '.join(key.columns)}"
    return f"{key.kind} {' '.join(key.columns)}"
