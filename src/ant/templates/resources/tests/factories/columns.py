"""What the schema and the model of a route say of one field, in one place."""

import datetime as dt
import re
from collections.abc import Callable
from copy import copy
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from typing import Any, NamedTuple

import sqlalchemy as sa
from marshmallow import ValidationError, fields, missing, validate

from helper.schema_fields import Exact, Matches, Password

Json = Any
StoredColumn = sa.Column[Any]
MANY = 10**6  # different values, or more: as many as anybody needs
EPOCH = dt.datetime(1, 1, 1, tzinfo=dt.UTC)
SECOND = dt.timedelta(seconds=1)
NEAR = dt.timedelta(minutes=5)


class Steps(NamedTuple):
    """How values of a type are counted, by whole numbers that are called places."""

    place: Callable[[Any], int]
    at: Callable[[int], Any]
    lowest: int
    highest: int


def steps_of(field: object) -> Steps | None:
    """Return how the values of a field are counted, None where they are not."""
    if isinstance(field, fields.Integer):
        half = 2 ** (getattr(field, "bits", 32) - 1)
        return Steps(int, int, -half, half - 1)
    if isinstance(field, Exact):
        scale, most = field.scale, 10 ** (field.whole + field.scale) - 1
        return Steps(
            lambda number: int(f"{number:.{scale}f}".replace(".", "")),
            lambda place: Decimal(f"{place}e-{scale}"),
            -most,
            most,
        )
    if isinstance(field, fields.Date):
        return Steps(dt.date.toordinal, dt.date.fromordinal, 1, dt.date.max.toordinal())
    if isinstance(field, fields.Time):
        return Steps(
            lambda time: (dt.datetime.combine(EPOCH, time, dt.UTC) - EPOCH) // SECOND,
            lambda place: (EPOCH + place * SECOND).time(),
            0,
            86_399,
        )
    if isinstance(field, fields.AwareDateTime):
        last = (dt.datetime.max.replace(tzinfo=dt.UTC) - EPOCH) // SECOND - 1
        return Steps(
            lambda moment: (moment - EPOCH) // SECOND, lambda place: EPOCH + place * SECOND, 0, last
        )
    return None


@dataclass(frozen=True, eq=False)
class Column:
    """One field: ``name`` is its key in a body, ``topic`` that with its route's name in front."""

    name: str
    topic: str
    field: fields.Field[Any] | None
    """What the schema loads it with, None where clients may not send it."""
    stored: StoredColumn | None
    """The column, None where the schema has a field for which there is none."""
    deferred: bool

    @property
    def required(self) -> bool:
        """Whether a body must have it."""
        return self.field is not None and (self.field.required or self.claimed)

    @property
    def claimed(self) -> bool:
        """Whether a token says its value, and so whose a row is."""
        return self.stored is not None and "claim" in self.stored.info

    @property
    def nullable(self) -> bool:
        """Whether a row may be without a value."""
        return self.field is not None and self.field.allow_none

    @cached_property
    def unique(self) -> bool:
        """Whether no two rows may have the same value."""
        if self.stored is None:
            return False
        table = self.stored.table
        keys = [key.columns for key in table.constraints if isinstance(key, sa.UniqueConstraint)]
        keys += [key.columns for key in table.indexes if key.unique and not key.dialect_kwargs]
        return any([*key] == [self.stored] for key in keys)

    @property
    def hidden(self) -> bool:
        """Whether no answer shows it."""
        return self.deferred or isinstance(self.field, Password)

    @cached_property
    def reference(self) -> sa.ForeignKey | None:
        """The foreign key."""
        return next(iter(self.stored.foreign_keys), None) if self.stored is not None else None

    @property
    def to(self) -> str:
        """The route whose rows it refers to."""
        return str(self.reference.column.table.name) if self.reference is not None else ""

    @property
    def on_delete(self) -> str:
        """What becomes of a row without the one it refers to: ``RESTRICT`` where nothing is said."""
        told = getattr(self.reference, "ondelete", None) or "RESTRICT"
        return str(told).upper().replace("NO ACTION", "RESTRICT")

    @property
    def key(self) -> str:
        """Its key in what the schema has loaded."""
        return self.name if self.field is None else str(self.field.attribute or self.field.name)

    def rule(self, kind: type[Any]) -> Any:
        """Return what checks its values, by the class of that; None where there is none."""
        rules = self.field.validators if self.field is not None else []
        return next((rule for rule in rules if isinstance(rule, kind)), None)

    @cached_property
    def limits(self) -> tuple[int, int]:
        """The places of the least and the largest value."""
        steps = steps_of(self.field)
        assert steps is not None
        least, most = steps.lowest, steps.highest
        bounds = self.rule(validate.Range)
        if bounds is not None and bounds.min is not None:
            least = steps.place(bounds.min) + (not bounds.min_inclusive)
        if bounds is not None and bounds.max is not None:
            most = steps.place(bounds.max) - (not bounds.max_inclusive)
        return least, most

    @cached_property
    def lengths(self) -> tuple[int, int | None]:
        """The shortest and the longest length of a text."""
        bounds = self.rule(validate.Length)
        if bounds is None:
            return 0, None
        return bounds.equal or bounds.min or 0, bounds.equal or bounds.max

    @cached_property
    def pattern(self) -> re.Pattern[str] | None:
        """What must be found in a text."""
        rule = self.rule(Matches) or self.rule(validate.Regexp)
        return rule.regex if rule is not None else None

    @property
    def choices(self) -> list[Json]:
        """The only values that are right, where there are few and these are listed."""
        listed = self.rule(validate.OneOf)
        few = [True, False] if isinstance(self.field, fields.Boolean) else []
        return [*listed.choices] if listed is not None else few

    @property
    def capacity(self) -> int:
        """How many different values there are at least."""
        if self.choices or not steps_of(self.field):
            return len(self.choices) or MANY
        return self.limits[1] - self.limits[0] + 1

    def at(self, place: int) -> Json:
        """Return the value at a place, as JSON has it."""
        steps = steps_of(self.field)
        assert steps is not None
        return as_json(steps.at(place))

    def takes(self, value: Json) -> bool:
        """Whether the schema loads a value."""
        try:
            self.loaded(value)
        except ValidationError:
            return False
        return True

    def unchecked(self, value: Json) -> Any:
        """Return a value as the schema would load it without its validators."""
        bare = copy(self.field)
        assert bare is not None
        bare.validators = []
        return bare.deserialize(value)

    def shown(self, value: Json) -> Json:
        """Return a value that is sent as an answer has it."""
        return as_json(self.loaded(value))

    def loaded(self, value: Json) -> Any:
        """Return a value as the schema loads it, by which values are compared, too."""
        assert self.field is not None
        return self.field.deserialize(value)

    @property
    def default(self) -> Any:
        """What a row has that was given no value; where both say it, the model's word counts."""
        default = getattr(self.stored, "default", None)
        given = getattr(default, "arg", missing)
        if self.field is None or not (given is missing or callable(given)):
            return given
        return self.field.load_default

    def is_fallback(self, shown: Json) -> bool:
        """Whether an answer shows what a row has that was given no value."""
        if isinstance(self.default, Decimal):
            return Decimal(shown) == self.default
        if not callable(self.default):
            return bool(shown == (None if self.default is missing else as_json(self.default)))
        return shown is not None and not is_long_ago(shown)


def as_json(value: Any) -> Json:
    """Return a value of a column as answers have it."""
    if isinstance(value, dt.date | dt.time):
        return value.isoformat().replace("+00:00", "Z")
    if isinstance(value, Decimal):
        return f"{value:f}"
    if isinstance(value, list):
        return [as_json(item) for item in value]
    return value if isinstance(value, str | int | float | dict | list | None) else str(value)


def is_long_ago(shown: str) -> bool:
    """Whether a datetime, or a date, is not of these minutes."""
    if "-" not in shown or len(shown) == 36:
        return False  # a time of day comes back every day, and a UUID has none
    now = dt.datetime.now(dt.UTC)
    if "T" not in shown:
        return shown not in {now.date().isoformat(), (now - NEAR).date().isoformat()}
    return abs(now - dt.datetime.fromisoformat(shown)) > NEAR
