"""Values that are right and look real: Faker makes texts, hypothesis those that match a pattern."""

import datetime as dt
import re
from collections.abc import Iterator
from contextlib import suppress
from functools import lru_cache
from random import Random
from string import ascii_lowercase, ascii_uppercase, digits
from typing import TypeVar

import hypothesis
from faker import Faker
from hypothesis import Phase, strategies
from hypothesis.errors import InvalidArgument, NoSuchExample
from marshmallow import fields, validate

from factories.columns import Column, Json, steps_of
from helper.schema_fields import Password

Found = TypeVar("Found")
fake = Faker()
LETTERS = ascii_lowercase * 2
LONGEST = 1000  # of texts without a limit
FEW = 5  # texts that hypothesis finds, which takes long, before letters and digits are exchanged
KINDS = {key: kind for kind in (ascii_lowercase, ascii_uppercase, digits) for key in kind}
FIND = hypothesis.settings(
    database=None, deadline=None, derandomize=True, max_examples=2000, phases=[Phase.generate]
)
PRINTABLE = strategies.characters(min_codepoint=32, max_codepoint=126)
REPEATED = re.compile(r"[*+]|{[0-9]*,[0-9]*}")
# The first row with a word that is part of the field's name decides which method of Faker it is.
MAKERS = {
    "first_?name|forename|given_name": "first_name",
    "last_?name|surname|family_name": "last_name",
    "city|town": "city",
    "country|nation": "country",
    "street|address": "street_address",
    "zip|post(al|code)": "postcode",
    "phone|mobile|fax": "phone_number",
    "company|firm|publisher|supplier|brand": "company",
    "isbn|ean|barcode": "ean13",
    "colou?r": "safe_color_name",
    "description|note|comment|text|body|summary|message|reason|bio|remark|content": "sentence",
    "full_name|contact|author|customer|doctor|employee|guest": "name",
    "member|owner|patient|person|people|student|teacher|user": "name",
}
USUAL = {
    r"\bage\b|_age": (18, 90),
    "price|cost|fee": (2, 200),
    "total|amount|salary|balance": (10, 900),
    "quantity|count|stock|copies": (1, 50),
    "year": (1950, 2025),
    "rating|stars|score": (1, 5),
    "percent|discount|rate": (0, 50),
    "": (1, 1000),
}
YEARS = {"birth|born": (1945, 2007), "": (2023, 2026)}


def make_value(column: Column, seed: str, number: int) -> Json:
    """Return a plausible value; where it is unique, another one for each number."""
    fake.seed_instance(seed)
    field, name = column.field, column.topic.partition(".")[2]
    pick = number if column.unique else fake.random_int()
    if column.choices:
        return column.choices[pick % len(column.choices)]
    if steps_of(field):
        return _counted(column, name, number)
    if isinstance(field, fields.Float):
        return _fraction(column, number)
    if isinstance(field, fields.UUID):
        return fake.uuid4()
    if isinstance(field, fields.String):
        if column.pattern is None:
            return fitted(column, _text(column), str(number) if column.unique else "")
        pick = pick if column.unique else pick % 10
        texts = matching(column, column.pattern, 2 ** max(5, pick.bit_length()))
        return texts[pick % len(texts)]
    if isinstance(field, fields.List):
        item = Column(column.name, column.topic, field.inner, None, False)
        return [make_value(item, f"{seed} {place}", number) for place in range(3)]
    if isinstance(field, fields.Raw):
        return {"tags": fake.words(2), "size": {"width": fake.random_int(1, 90), "exact": True}}
    raise LookupError(f"Give the factory of {column.topic} examples of this field.")


def _text(column: Column) -> str:
    """Return a text that suits the name and need not fit."""
    route, _, name = column.topic.partition(".")
    if isinstance(column.field, fields.Email):
        return str(fake.user_name())
    if isinstance(column.field, fields.Url):
        return f"https://example.com/{fake.slug()}"
    if isinstance(column.field, Password):
        return str(fake.password(length=20))
    method = _first(MAKERS, name, "") or ("name" in name and _first(MAKERS, route, ""))
    return str(getattr(fake, method or "catch_phrase")())


def fitted(column: Column, text: str, end: str = "") -> str:
    """Return a text cut off or filled up to fit, with an end that tells it from others."""
    least, most = column.lengths[0], column.lengths[1] or max(column.lengths[0], LONGEST)
    if isinstance(column.field, fields.Email):
        domain = "example.com" if len(text + end) + 12 <= min(most, 64) else "b.co"
        local = (text + end)[-min(64, max(1, most - len(domain) - 1)) :].lstrip(".")
        missing = max(0, least - len(local) - 1 - len(domain))
        return f"{local}@{'a.' * -(-missing // 2)}{domain}"
    if isinstance(column.field, fields.Url):
        address = f"{text}-{end}" if end else text
        address = address if len(address) <= most else f"http://{end or 'b'}"
        return address + of_length(column, max(0, least - len(address)))[-least:]
    end = f" {end}" if end and len(end) + 4 < most else end[-most:]
    text = text[: most - len(end)].rstrip()
    return text + (LETTERS * least)[: max(0, least - len(text) - len(end))] + end


def of_length(column: Column, length: int) -> str:
    """Return a text of this length; one that is too short for an address is none."""
    if isinstance(column.field, fields.Email) and length > 12:
        local = "a" * min(64, length - 8)
        rest = length - len(local) - 1
        return f"{local}@{'a.' * ((rest - 2) // 2)}{'com' if rest % 2 else 'co'}"
    if isinstance(column.field, fields.Url) and length > 14:
        return "https://ex.co/" + "a" * (length - 14)
    return (LETTERS * (length // len(LETTERS) + 1))[:length]


@lru_cache
def matching(column: Column, regex: re.Pattern[str], count: int) -> list[str]:
    """Return so many texts that match, or all that are found: most exchange letters and digits."""
    default = getattr(column.field, "load_default", None)
    given = [default] if isinstance(default, str) else []
    found = dict.fromkeys(given + _found(column, regex, FEW))
    examples, random = [*found] or [""], Random(0)
    for _ in range(20 * count):
        if len(found) == count:
            break
        text = "".join(random.choice(KINDS.get(key, key)) for key in random.choice(examples))
        if column.takes(text):
            found[column.shown(text)] = None
    searched = _found(column, regex, count) if len(found) < count else []
    texts = [*max(found, dict.fromkeys(given + searched), key=len)]  # of one kind, in one order
    if not texts:
        raise LookupError(f"Give the factory of {column.topic} examples for {regex.pattern!r}.")
    return texts


def _found(column: Column, regex: re.Pattern[str], count: int) -> list[str]:
    """Return so many texts that match, or all that are found: with others around where need be."""
    found: dict[str, None] = {}
    least, most = column.lengths
    around = ["", "a", LETTERS[:least], "somebody", "@example.com", "https://example.com/"]
    around += [fitted(column, _text(column))[:most]]

    def is_enough(text: str) -> bool:
        if column.takes(text):
            found[column.shown(text)] = None
        return len(found) >= count

    texts = strategies.sampled_from(around)
    kinds = [regex, *_longer(regex, least)]
    for alphabet in (PRINTABLE, None):
        inner = strategies.one_of(
            [strategies.from_regex(kind, fullmatch=True, alphabet=alphabet) for kind in kinds]
        )
        for strategy in (inner, strategies.tuples(texts, inner, texts).map("".join)):
            with suppress(InvalidArgument, NoSuchExample):
                hypothesis.find(strategy, is_enough, settings=FIND, random=Random(0))
                return [*found]
        if found:
            break
    return [*found]


def _longer(regex: re.Pattern[str], least: int) -> Iterator[re.Pattern[str]]:
    """Yield the expression with one of its repetitions about as long as the text has to be."""
    text = regex.pattern
    times = f"{{{max(1, least - len(text))},{least}}}"
    for repeated in REPEATED.finditer(text) if least > 4 else ():  # short ones are tried first
        with suppress(re.error):  # it stands in a set of characters, say
            yield re.compile(text[: repeated.start()] + times + text[repeated.end() :], regex.flags)


def _counted(column: Column, name: str, number: int) -> Json:
    """Return a number, date or time between those that are usual, as far as limits allow that."""
    lowest, highest = column.limits
    usual = usual_places(column, name)
    low, high = (min(max(place, lowest), highest) for place in usual)
    if column.unique:
        return column.at(lowest + (low - lowest + number) % (highest - lowest + 1))
    return column.at(fake.random.randint(low, high))


def usual_places(column: Column, name: str) -> tuple[int, int]:
    """Return the places between which values are plausible."""
    steps = steps_of(column.field)
    assert steps is not None
    if isinstance(column.field, fields.Time):
        return 8 * 3600, 18 * 3600
    if isinstance(column.field, fields.Date | fields.DateTime):
        years = _first(YEARS, name, (0, 0))
        ends = [dt.datetime(year, 1, 1, tzinfo=dt.UTC) for year in years]
        is_date = isinstance(column.field, fields.Date)
        low, high = (steps.place(end.date() if is_date else end) for end in ends)
    else:
        low, high = (steps.place(number) for number in _first(USUAL, name, (0, 0)))
    return low, high


def _fraction(column: Column, number: int) -> float:
    """Return one with two digits behind the point, unless there is no room."""
    bounds = column.rule(validate.Range)
    least, most = (bounds.min, bounds.max) if bounds is not None else (None, None)
    low = 1.0 if least is None else float(least)
    low = low if most is None else min(low, most)
    high = low + 1000 if most is None else min(most, low + 1000)
    part = number * 0.6180339887 % 1 if column.unique else fake.random.random()
    exact = float(low + (high - low) * part)
    short = round(exact, 2)
    return exact if column.unique or not low <= short <= high else short


def _first(table: dict[str, Found], name: str, otherwise: Found) -> Found:
    """Return what the first row says whose expression is found in a name."""
    return next((found for words, found in table.items() if re.search(words, name)), otherwise)
