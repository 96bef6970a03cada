"""Our names for types and modifiers that other tools and languages call something else."""

from collections.abc import Iterable

from ant.core.fields.field import KEYS, ON_DELETE
from ant.core.text.words import nearest
from ant.field_types.registry import TYPES

_MODIFIERS_ELSEWHERE = {
    "required": "not_null notnull nonnull non_null mandatory presence",
    "unique": "uniq distinct",
    "index": "indexed db_index key",
    "private": "hidden secret write_only writeonly internal",
    "readonly": "read_only immutable",
    "of": "item item_type element elements",
    "min": "minimum min_length minlength gte ge at_least",
    "max": "maximum max_length maxlength length size limit len lte le at_most",
    "precision": "digits max_digits",
    "scale": "decimals decimal_places places",
    "values": "choices options enum items",
    "to": "references target table model class ref",
    "on_delete": "ondelete",
    "default": "server_default initial",
    "pattern": "regex regexp format match",
    "description": "comment doc docs help help_text title",
}
_LONGEST = 60
"""Characters of a word that is shown again as a value."""
_NEEDLESS = {"optional", "null", "blank"}
_OF_KEYS = {"primary", "primary_key", "pk", "autoincrement", "auto_increment", "identity"}


def _by_other_word(table: dict[str, str]) -> dict[str, str]:
    return {synonym: word for word, synonyms in table.items() for synonym in synonyms.split()}


def type_hint(word: str) -> str:
    """Say what to write in the place of a type that is none."""
    if _folded(word) in KEYS[1:]:
        return f"'{_folded(word)}' is a modifier; the type stands first, as in string:required."
    elsewhere = _by_other_word({kind.name: kind.synonyms for kind in TYPES.values()})
    close = _intended(word, TYPES, elsewhere)
    return f"Did you mean '{close}'?" if close else f"Types: {', '.join(TYPES)}."


def modifier_hint(word: str, known: Iterable[str]) -> str:
    """Say what to write in the place of a modifier that is none; ``known`` are those that fit."""
    folded = _folded(word)
    if folded in ON_DELETE:
        return f"Write on_delete={folded}."
    if folded in _NEEDLESS:
        return "Leave it out: what is not 'required' may be null; with a default, if 'nullable'."
    if folded in _OF_KEYS:
        return "Leave it out: every row has an 'id', and 'key' of the route says of what kind."
    if folded in TYPES:
        return "A field has one type, which stands first."
    close = _intended(word, KEYS, _by_other_word(_MODIFIERS_ELSEWHERE))
    if close:
        return f"Did you mean '{close}'?"
    known = [*known]
    lacking = _without_modifier(word, known)
    return f"Write {lacking}={word}." if lacking else f"Modifiers: {', '.join(known)}."


def _without_modifier(word: str, known: list[str]) -> str | None:
    """The modifier of a type that a word is probably the value of: ``users`` of a reference."""
    is_any = "to" in known and "values" in known  # of a type that is none
    if is_any or len(word) > _LONGEST or not (word.isascii() and word.isprintable()):
        return None
    if "to" in known:
        return "to" if word.isidentifier() else None
    if "values" in known and "," in word:
        return "values"
    return "max" if "pattern" in known and word.isdigit() else None


def _intended(word: str, known: Iterable[str], elsewhere: dict[str, str]) -> str | None:
    """The word that was probably intended: a known synonym comes first."""
    folded = _folded(word)
    if folded in elsewhere:
        return elsewhere[folded]
    close = nearest(folded, [*known, *elsewhere])
    return elsewhere.get(close, close) if close else None


def _folded(word: str) -> str:
    return word.lower().replace(" ", "_").replace("-", "_")
