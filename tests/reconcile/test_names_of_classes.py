"""A rule comes into an edited model and goes again, also where a field is called like an import."""

import pytest

from ant.artifacts.registry import render_route
from ant.core.errors import CannotMerge
from ant.core.names.identifiers import parse_project_name
from ant.core.spec import Route
from ant.core.spec_reader import read_spec
from ant.reconcile.merge import merge

MODEL = "api/models/Notes_model.py"
FIELDS = {"text": "string:max=80", "stars": "integer:required"}
RULES = {"unique": [{"fields": ["text"], "where": {"stars__ne": 1}}]}
OWN = b"\n    # mine\n    note: str\n"


def notes(**words: object) -> Route:
    """A route with a field ``text``, whose model imports SQLAlchemy's function of this name."""
    spec = {"routes": {"notes": {"fields": FIELDS, **words}}}
    return read_spec(spec, parse_project_name("shop"), str).routes[0]


PLAIN = render_route(notes())[MODEL]
RULED = render_route(notes(**RULES))[MODEL]


def test_a_name_that_a_class_binds_further_down_means_the_import_until_then() -> None:
    assert b" text\n" in RULED and b"    text: Mapped" in RULED
    assert merge(MODEL, PLAIN + OWN, PLAIN, RULED) == RULED + OWN


def test_comments_that_were_generated_go_with_what_they_are_in() -> None:
    assert merge(MODEL, RULED + OWN, RULED, PLAIN) == PLAIN + OWN


def test_a_comment_of_its_owner_keeps_a_rule_in_the_model() -> None:
    mine = RULED.replace(b"__table_args__ = (\n", b"__table_args__ = (  # the API knows it\n")
    assert mine != RULED
    with pytest.raises(CannotMerge, match="somebody has written a comment there"):
        merge(MODEL, mine + OWN, RULED, PLAIN)


def test_a_name_that_a_class_has_bound_already_is_not_imported() -> None:
    head, bound, tail = PLAIN.partition(b"    __tablename__")
    mine = head + b"    text = None\n" + bound + tail
    with pytest.raises(CannotMerge, match="'text' already means something else"):
        merge(MODEL, mine, PLAIN, RULED)
