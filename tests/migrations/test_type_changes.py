"""Every type that a column can change from and to: what its values become, on both databases."""

import datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

import pytest

from ant.core.planning.plan import Loss
from ant.core.spec import Spec
from ant.rendering.migrations.migration import Change, Head, losses_between, render_table_migration
from ant.rendering.tables.tables import DEFAULT_TABLE, Table, tables_of
from support.conversions import KINDS, STOPS, examples, verdicts
from support.migrations import Carry, spec_of
from support.models import models_of
from support.sampling import sampled

PAIRS = [(old, new, letter) for old, new, letter in verdicts() if letter != "="]


def text_of(change: Change) -> str:
    """The migration from types to types: the values here need meet no other rule of a field."""
    before = tables(change.old) if change.old else []
    migration = render_table_migration(before, tables(change.new), Head())
    assert migration
    return migration.content.decode()


def tables(spec: Spec) -> list[Table]:
    return [
        DEFAULT_TABLE,
        *(
            table._replace(columns=tuple(column._replace(checks=()) for column in table.columns))
            for table in tables_of(spec.routes, None)
        ),
    ]


def typed(spec: Spec) -> str:
    return models_of(spec, rules=False)


def changes_of(old: str, pairs: list[tuple[str, str, str]]) -> tuple[Spec, Spec]:
    """A table with a column for each type that values of one type shall become."""
    before = {f"to_{new}": KINDS[old] for _, new, _ in pairs}
    after = {f"to_{new}": KINDS[new] for _, new, _ in pairs}
    return spec_of(things=before), spec_of(things=after)


def test_the_table_names_every_two_types() -> None:
    assert [(old, new) for old, new, _ in verdicts()] == [(a, b) for a in KINDS for b in KINDS]
    assert {(old, new) for old, new, letter in PAIRS if letter == "s"} == {
        (old, new) for old, new, _ in STOPS
    }


def _is_of_type(loss: Loss) -> bool:
    """Whether it is about what the type can hold: of rules, others tell."""
    return loss.rows is not None and loss.rows.which == "misfit"


@pytest.mark.parametrize(("old", "new", "letter"), PAIRS)
def test_what_a_value_could_stop_or_lose_is_told(old: str, new: str, letter: str) -> None:
    losses = losses_between(Change(*changes_of(old, [(old, new, letter)])))
    told = [loss for loss in losses if "becomes" in loss.sentence or _is_of_type(loss)]
    lost = [loss.sentence.endswith("loses all its values.") for loss in told]
    assert ([loss.stops for loss in told], lost) == {
        "k": ([], []), "s": ([True], [False]), "-": ([False], [True])
    }[letter]  # fmt: skip
    assert bool(examples(old, new)) == (letter != "-")


@pytest.mark.slow
@pytest.mark.parametrize("old", sampled(KINDS, every=2))
def test_values_are_kept_and_come_back(carry: Carry, url: str, old: str) -> None:
    mine = [pair for pair in PAIRS if pair[0] == old and pair[2] != "-"]
    if not mine:
        assert old in ("password", "list", "binary")
        return
    one, two = changes_of(old, mine)
    found = [(f"to_{new}", triple) for _, new, _ in mine for triple in examples(old, new)]
    rows, wanted, again = ([{key: triple[index]} for key, triple in found] for index in range(3))
    there, back = typed(two), typed(one)
    migration = text_of(Change(one, two))
    results = carry(
        url,
        ["migrate", text_of(Change(None, one)), "upgrade"],
        ["store", back, "things", repr(rows)],
        ["migrate", migration, "upgrade"], ["differences", there], ["load", there, "things"],
        ["migrate", migration, "downgrade"], ["differences", back], ["load", back, "things"],
    )  # fmt: skip
    assert results[3] == results[6] == []
    assert of_rows(results[4], wanted) == wanted
    assert of_rows(results[7], again) == again


@pytest.mark.slow
def test_values_of_another_meaning_go_and_the_column_can_be_filled_again(
    carry: Carry, url: str
) -> None:
    lost = [(old, new) for old, new, letter in PAIRS if letter == "-"]
    assert lost
    for old in {old for old, _ in lost}:
        one, two = changes_of(old, [(a, b, "-") for a, b in lost if a == old])
        rows = carry(
            url,
            ["migrate", text_of(Change(None, one)), "upgrade"],
            ["store", typed(one), "things", repr([{}])],
            ["migrate", text_of(Change(one, two)), "upgrade"], ["differences", typed(two)],
        )  # fmt: skip
        assert rows[-1] == []


@pytest.mark.slow
@pytest.mark.parametrize("old", sampled(sorted({old for old, _, _ in STOPS}), every=3))
def test_a_value_that_does_not_fit_stops_the_migration_and_stays(
    carry: Carry, url: str, old: str
) -> None:
    mine = [(new, value) for kind, new, value in STOPS if kind == old]
    one, _ = changes_of(old, [pair for pair in PAIRS if pair[0] == old])
    fields = {f"to_{new}": KINDS[old] for pair_old, new, _ in PAIRS if pair_old == old}
    steps: list[list[str]] = [["migrate", text_of(Change(None, one)), "upgrade"]]
    for new, value in mine:
        two = spec_of(things={**fields, f"to_{new}": KINDS[new]})
        rows = [{"id": 7, f"to_{new}": value}, {"id": 8}]
        steps += [
            ["store", typed(one), "things", repr(rows)],
            ["stops", text_of(Change(one, two)), "upgrade"],
            ["load", typed(one), "things"], ["differences", typed(one)],
        ]  # fmt: skip
    results = carry(url, *steps)[1:]
    for number, (new, value) in enumerate(mine):
        _, message, found, differences = results[4 * number : 4 * number + 4]
        assert f"things.to_{new}" in message or new == "json", message
        assert "1 of its values would not stay the same (id 7)" in message or new == "json", message
        assert of_rows(found, [{f"to_{new}": value}, {}]) == [{f"to_{new}": value}, {}]
        assert differences == []


def of_rows(found: list[str], wanted: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Of each row the values that it was given; all others are empty."""
    known = {"datetime": datetime, "Decimal": Decimal, "UUID": UUID}
    rows = []
    for text, row in zip(found, wanted, strict=True):
        values = {key: value for key, value in eval(text, known).items() if key.startswith("to_")}
        assert {key for key, value in values.items() if value is not None} == {*row}
        rows.append({key: values[key] for key in row})
        for key, value in row.items():
            assert type(values[key]) is type(value), (key, value, values[key])
    return rows
