"""The word of ours that stands for what other tools and languages call a type or a modifier."""

from collections.abc import Iterable

from ant.core.fields import KEYS, ON_DELETE, TYPES
from ant.core.words import nearest

_TYPES_ELSEWHERE = {
    "string": "str varchar char character nvarchar varchar2 character_varying",
    "text": "longtext mediumtext tinytext clob textarea markdown html textfield",
    "integer": "int int2 int4 int32 smallint short tinyint mediumint serial count integerfield",
    "bigint": "int8 int64 long biginteger bigserial unsigned_bigint",
    "float": "real double double_precision float4 float8 float32 float64",
    "decimal": "number numeric money currency price dec",
    "boolean": "bool bit flag checkbox yesno",
    "date": "day localdate",
    "time": "timetz clock localtime",
    "datetime": "timestamp timestamptz timestamp_with_time_zone instant moment date_time",
    "uuid": "guid uniqueidentifier uuid4 uuid7",
    "json": "jsonb object dict map hstore document array list",
    "email": "mail e_mail email_address emailfield",
    "url": "uri link href urlfield",
    "enum": "choice choices select option options enumeration",
    "password": "secret passwd pwd",
    "reference": "ref fk foreign_key foreignkey belongs_to many_to_one relation",
    "many": "has_many many_to_many manytomany m2m one_to_many",
}
_MODIFIERS_ELSEWHERE = {
    "required": "not_null notnull nonnull non_null mandatory presence",
    "unique": "uniq distinct",
    "index": "indexed db_index key",
    "private": "hidden secret write_only writeonly internal",
    "readonly": "read_only immutable",
    "min": "minimum min_length minlength gte ge at_least",
    "max": "maximum max_length maxlength length size limit len lte le at_most",
    "precision": "digits max_digits",
    "scale": "decimals decimal_places places",
    "values": "choices options enum items",
    "to": "references target table model class ref",
    "on_delete": "ondelete",
    "default": "server_default initial",
    "pattern": "regex regexp format match",
}
_NEEDLESS = {"optional", "nullable", "null", "blank"}


def _by_other_word(table: dict[str, str]) -> dict[str, str]:
    return {word: ours for ours, words in table.items() for word in words.split()}


def type_hint(word: str) -> str:
    """Say what to write in the place of a type that is none."""
    if _folded(word) in KEYS[1:]:
        return f"'{_folded(word)}' is a modifier; the type stands first, as in string:required."
    close = _meant(word, TYPES, _by_other_word(_TYPES_ELSEWHERE))
    return f"Did you mean '{close}'?" if close else f"Types: {', '.join(TYPES)}."


def modifier_hint(word: str, known: Iterable[str]) -> str:
    """Say what to write in the place of a modifier that is none; ``known`` are those that fit."""
    folded = _folded(word)
    if folded in ON_DELETE:
        return f"Write on_delete={folded}."
    if folded in _NEEDLESS:
        return "Leave it out: what is not 'required' may be null."
    if folded in TYPES:
        return "A field has one type, which stands first."
    close = _meant(word, KEYS, _by_other_word(_MODIFIERS_ELSEWHERE))
    return f"Did you mean '{close}'?" if close else f"Modifiers: {', '.join(known)}."


def _meant(word: str, ours: Iterable[str], elsewhere: dict[str, str]) -> str | None:
    """The word of ours that somebody meant: what the other word stands for comes first."""
    folded = _folded(word)
    if folded in elsewhere:
        return elsewhere[folded]
    close = nearest(folded, [*ours, *elsewhere])
    return elsewhere.get(close, close) if close else None


def _folded(word: str) -> str:
    return word.lower().replace(" ", "_").replace("-", "_")
