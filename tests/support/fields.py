"""Fields of all types, for tests that hold for every one."""

from typing import Any

from hypothesis import assume
from hypothesis import strategies as st

from ant.core.fields.field import FLAGS, NOW, ON_DELETE, Field
from ant.core.fields.reader import read_field
from ant.field_types.base import FieldType
from ant.field_types.lists import ITEMS
from ant.field_types.registry import TYPES

TEXTS = st.text(st.characters(codec="utf-8", exclude_characters="\0"), max_size=12)
LENGTHS = st.integers(0, 200)
FLOATS = st.floats(allow_nan=False, allow_infinity=False) | st.integers(-(2**31), 2**31 - 1)
JSON = st.recursive(
    st.none() | st.booleans() | FLOATS | TEXTS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(TEXTS, inner, max_size=3),
    max_leaves=5,
)
VALUES = st.lists(
    st.text(st.characters(codec="utf-8", categories=["L", "N", "P"]), min_size=1, max_size=9),
    min_size=1, max_size=4, unique=True,
)  # fmt: skip
PATTERNS = st.sampled_from(["^a", "[a-z]+:", "a=b", "a{2,3}", r"\d", "é|,"])

WIDER: dict[str, st.SearchStrategy[Any]] = {
    "string": TEXTS, "text": TEXTS, "float": FLOATS, "json": JSON.filter(lambda v: v is not None),
}  # fmt: skip
"""Values of types of which hypothesis knows odder ones than the types themselves."""
PARTS: dict[str, st.SearchStrategy[Any]] = {
    **dict.fromkeys(FLAGS, st.booleans()),
    "precision": st.integers(1, 38), "scale": st.integers(0, 4), "pattern": PATTERNS,
    "description": st.sampled_from(["What it is for", "Net: a, b", "é 'x' \"y\" \\ % 0.5"]),
    "values": VALUES.map(lambda values: list(dict.fromkeys(["new", *values]))),
    "column": st.sampled_from(["y", "Y", "_y", "from", "artist_id"]),
    "of": st.sampled_from([*ITEMS]),
    "to": st.sampled_from(["users", "tags"]), "on_delete": st.sampled_from(ON_DELETE),
}  # fmt: skip


def _values(kind: FieldType) -> st.SearchStrategy[Any]:
    samples = st.randoms(use_true_random=False).map(kind.sample) | st.sampled_from(kind.examples)
    return WIDER.get(kind.name, samples)


def _is_no_now(value: object) -> bool:
    return value != NOW


@st.composite
def given_fields(draw: st.DrawFn) -> dict[str, Any]:
    """A field in its object spelling, of right parts that need not go together."""
    kind = draw(st.sampled_from(list(TYPES)))
    known = TYPES[kind]
    keys = draw(st.sets(st.sampled_from(known.modifiers), max_size=4)) | {*known.needs}
    keys -= {known.alternative}  # which asks for what the project says
    parts: dict[str, Any] = {"type": kind}
    for key in sorted(keys):
        if key in ("min", "max"):
            parts[key] = draw(LENGTHS if known.longest else _values(known).filter(_is_no_now))
        else:
            parts[key] = draw(_values(known) if key == "default" else PARTS[key])
    return parts


@st.composite
def fields(draw: st.DrawFn, name: str = "x") -> Field:
    """A field that can be read."""
    field = read_field(name, draw(given_fields())).field
    assume(field is not None)
    assert field is not None
    return field
