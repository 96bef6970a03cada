"""Rules over several columns in the words of pictures."""

from ant.rendering.tables.keys import CHECK, Key


def rule_line(key: Key) -> str:
    """Return a rule as a table has it: ``unique user_id, plan of some rows``."""
    if key.kind == CHECK:
        return _comparison(key)
    return f"{key.kind} {', '.join(_columns(key))}{_ending(key)}"


def rule_note(key: Key) -> str:
    """Return a rule as the first of its columns has it: ``unique with plan of some rows``."""
    if key.kind == CHECK:
        return _comparison(key)
    first, *others = _columns(key)
    falls = " ↓" if first.endswith("↓") else ""
    together = f" with {', '.join(others)}" if others else ""
    return f"{key.kind}{falls}{together}{_ending(key)}"


def _comparison(key: Key) -> str:
    if key.is_one_of:
        return key.words
    return key.condition.replace("<>", "!=").replace('"', "")


def _columns(key: Key) -> list[str]:
    return [f"{name} ↓" if name in key.descending else name for name in key.columns]


def _ending(key: Key) -> str:
    return (" but for case" if key.lowered else "") + (" of some rows" if key.condition else "")
