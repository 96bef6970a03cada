"""Strict marshmallow fields: no coercion of JSON types, no value that a column cannot hold."""

import datetime as dt
import math
import re
from decimal import Context, Decimal
from typing import Any
from uuid import UUID

import orjson
from marshmallow import ValidationError, fields, validate

DECIMAL = re.compile(r"-?[0-9]{1,40}(\.[0-9]{1,40})?")
DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
TIME = re.compile(r"[0-9]{2}:[0-9]{2}(:[0-9]{2}(\.[0-9]{1,6})?)?")
DIGITS = Context(prec=100)  # more than any column has
FLOAT_DIGITS = 15  # of a number in JSON, which most programs keep as a float
DEEPEST = 100  # levels of a JSON value, so that no reader's stack overflows


class String(fields.String):
    """A text without NUL, which PostgreSQL cannot store; by default it must not be blank."""

    def __init__(self, *, allow_blank: bool = False, **kwargs: Any) -> None:
        """Take whether it may be empty, or blanks alone."""
        super().__init__(**kwargs)
        self.allow_blank = allow_blank

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> str:
        text: str = super()._deserialize(value, attr, data, **kwargs)
        if "\0" in text:
            raise ValidationError("Must not contain the character NUL.")
        if not (self.allow_blank or text.strip()):
            raise ValidationError("Must not be blank.")
        return text


class Password(String):
    """A text that is stored as a hash alone, and never shown."""


class Email(String, fields.Email):
    """An address of electronic mail, in lower case: whatever the case, it is the same one."""

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> str:
        return super()._deserialize(value, attr, data, **kwargs).lower()


class Url(String, fields.Url):
    """An address on the web, its scheme included; a host of one's own network needs no dot."""

    def __init__(self, **kwargs: Any) -> None:
        """Take what any field takes."""
        super().__init__(require_tld=False, **kwargs)


class Integer(fields.Integer):
    """A whole number of 32 bits; ``bits=64`` takes larger ones."""

    def __init__(self, *, bits: int = 32, **kwargs: Any) -> None:
        """Take the size of the column."""
        super().__init__(strict=True, **kwargs)
        self.bits = bits

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> int:
        # In JSON 5.0 is a whole number too; from 2**63 on, digits may have been rounded to a float.
        if isinstance(value, float) and value.is_integer() and abs(value) < 2**63:
            value = int(value)
        if not isinstance(value, int) or isinstance(value, bool):
            raise self.make_error("invalid", input=value)
        if not -(2 ** (self.bits - 1)) <= value < 2 ** (self.bits - 1):
            raise ValidationError(f"Must be a whole number of {self.bits} bits.")
        return value


class Reference(Integer):
    """The id of a row."""

    def __init__(self, **kwargs: Any) -> None:
        """Take what any field takes."""
        super().__init__(bits=64, **kwargs)


class Float(fields.Float):
    """A number."""

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> float:
        if not isinstance(value, int | float) or isinstance(value, bool):
            raise self.make_error("invalid", input=value)
        return super()._deserialize(value, attr, data, **kwargs)


class Exact(fields.Field[Decimal]):
    """A decimal number, as a text or a number, of which no digit would be cut off."""

    def __init__(self, precision: int, scale: int, **kwargs: Any) -> None:
        """Take the digits of the column: in all, and behind the point."""
        super().__init__(**kwargs)
        self.scale = scale
        self.whole = precision - scale

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> Decimal:
        if isinstance(value, bool) or not isinstance(value, int | float | str):
            raise ValidationError("Not a valid number.")
        written = DECIMAL.fullmatch(value) if isinstance(value, str) else math.isfinite(value)
        if not written:
            raise ValidationError("Not a valid number.")
        number = Decimal(str(value))
        last = Decimal(1).scaleb(-self.scale)
        if not isinstance(value, str) and number and number.adjusted() >= FLOAT_DIGITS - self.scale:
            raise ValidationError(f"Must be a text: a number has only {FLOAT_DIGITS} sure digits.")
        if not number or number.adjusted() < self.whole:
            held = number.quantize(last, context=DIGITS)
            if held == number:
                return held
        places = f"{self.whole} digits before the point and {self.scale} behind it"
        raise ValidationError(f"Must have at most {places}.")


class Boolean(fields.Boolean):
    """``true`` or ``false``."""

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> bool:
        if not isinstance(value, bool):
            raise self.make_error("invalid", input=value)
        return value


class Uuid(fields.UUID):
    """A UUID as text, with its hyphens."""

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> UUID:
        found: UUID = super()._deserialize(value, attr, data, **kwargs)
        if not isinstance(value, str) or str(found) != value.lower():
            raise self.make_error("invalid_uuid")
        return found


class Date(fields.Date):
    """A day such as ``2030-12-31``."""

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> dt.date:
        if not isinstance(value, str) or not DATE.fullmatch(value):
            raise self.make_error("invalid", input=value, obj_type=self.OBJ_TYPE)
        day: dt.date = super()._deserialize(value, attr, data, **kwargs)
        return day


class Time(fields.Time):
    """A time of day such as ``23:59:59``, without an offset, which no column would keep."""

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> dt.time:
        if not isinstance(value, str) or not TIME.fullmatch(value):
            raise self.make_error("invalid", input=value, obj_type=self.OBJ_TYPE)
        time: dt.time = super()._deserialize(value, attr, data, **kwargs)
        return time


class Moment(fields.AwareDateTime):
    """A moment with its offset from UTC, as ISO 8601 has it; it becomes one in UTC."""

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> dt.datetime:
        if not isinstance(value, str):
            raise self.make_error("invalid", input=value, obj_type=self.OBJ_TYPE)
        moment = super()._deserialize(value, attr, data, **kwargs)
        try:
            return moment.astimezone(dt.UTC)
        except OverflowError:
            raise self.make_error("invalid", input=value, obj_type=self.OBJ_TYPE) from None

    def _serialize(self, value: Any, attr: str | None, obj: Any, **kwargs: Any) -> Any:
        return value  # an answer writes it, as it writes a column


class Json(fields.Raw):
    """Any JSON value within a limit of nesting, whose texts and numbers the database can store."""

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> Any:
        level = [value]
        for _ in range(DEEPEST):
            if any(map(_is_unfit, level)):
                break
            level = [inner for part in level for inner in _parts(part)]
            if not level:
                return value
        kept = f"NUL, infinity, whole numbers of more than 64 bits, nor more than {DEEPEST} levels"
        raise ValidationError(f"Must not hold {kept}.")


def _is_unfit(value: Any) -> bool:
    if isinstance(value, str):
        return "\0" in value
    if isinstance(value, int):
        return not -(2**63) <= value < 2**64
    return isinstance(value, float) and math.isinf(value)


def _parts(value: Any) -> list[Any]:
    if isinstance(value, dict):
        return [*value, *value.values()]
    return value if isinstance(value, list) else []


class ListOf(fields.List[Any]):
    """A list; errors of an item are reported by its index."""

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> list[Any]:
        try:
            return super()._deserialize(value, attr, data, **kwargs)
        except ValidationError as error:
            if not isinstance(error.messages, dict):
                raise
            told = [
                f"Item {at}: {why}" for at, reasons in error.messages.items() for why in reasons
            ]
            raise ValidationError(told) from None


class TextList(ListOf):
    """A list of texts that are not blank."""

    def __init__(self, **kwargs: Any) -> None:
        """Take what any field takes."""
        super().__init__(String(validate=validate.Length(max=255)), **kwargs)


class IntegerList(ListOf):
    """A list of whole numbers of 32 bits."""

    def __init__(self, **kwargs: Any) -> None:
        """Take what any field takes."""
        super().__init__(Integer(), **kwargs)


class UuidList(ListOf):
    """A list of UUIDs."""

    def __init__(self, **kwargs: Any) -> None:
        """Take what any field takes."""
        super().__init__(Uuid(), **kwargs)


class Matches:
    """Validates that a regular expression matches somewhere in a text, by ASCII rules."""

    def __init__(self, pattern: str) -> None:
        """Take the expression."""
        self.regex = re.compile(pattern, re.ASCII)

    def __call__(self, text: str) -> str:
        """Raise ``ValidationError`` where it is not found."""
        if not self.regex.search(text):
            shown = re.sub(r"\\Z|(\\.)", lambda found: found[1] or "$", self.regex.pattern)
            raise ValidationError(f"Must match {shown}")
        return text


def from_text(field: fields.Field[Any], text: str) -> Any:
    """Read a value of a field from a query string; raise ``ValidationError``."""
    value: Any = text
    if isinstance(field, String) and not (text.strip() or field.validators):
        return text  # a filter may ask for it even where no row can have it
    if isinstance(field, Integer | Float | Boolean):
        try:
            value = orjson.loads(text)
        except orjson.JSONDecodeError:
            value = text  # which the field refuses in its own words
    return field.deserialize(text if value is None else value)
