"""The types and modifiers of fields, as ``--help`` shows them."""

_MEANINGS = {
    "required": "never null, and a request has to give it",
    "nullable": "null stays possible beside a default",
    "unique": "no two rows have the same value",
    "index": "quick to filter and sort by",
    "private": "never answered",
    "readonly": "never taken from a request",
    "of": "of=string, integer or uuid: what a list holds; of an enum, the project's that it is",
    "min": "min=1: the smallest value, or the shortest length of a text",
    "max": "max=120: the largest value, or the longest length of a text",
    "precision": "precision=12: digits in all",
    "scale": "scale=2: digits behind the point",
    "values": "values=new,paid: what it may be",
    "to": "to=users: the route that it leads to",
    "on_delete": "on_delete=cascade, restrict or set_null: what becomes of the row",
    "default": "default=5: the value where a request leaves it out; now, or uuid for a new one",
    "pattern": "pattern=^[A-Z]+$: a regular expression that the text must match",
    "column": "column=artist: what the database calls it, where that is another name",
    "description": "description=Net price: what people read of it",
}


def types_and_modifiers() -> str:
    """Return every type with its modifiers, and what each modifier means."""
    from ant.field_types.registry import TYPES

    types = [f"  {kind.name:<10} {', '.join(kind.modifiers)}" for kind in TYPES.values()]
    modifiers = [f"  {key:<10} {meaning}" for key, meaning in meanings().items()]
    return "\n".join(
        ["types, and the modifiers that go with them:", *types, "", "modifiers:", *modifiers]
    )


def meanings() -> dict[str, str]:
    """Return what each modifier means."""
    from ant.core.fields.field import KEYS

    return {key: _MEANINGS[key] for key in KEYS if key != "type"}
