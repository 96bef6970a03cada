"""Three-way merge of TOML files."""

import tomllib

from ant.reconcile.merge import Merged
from ant.reconcile.texts.problems import file_problem
from ant.reconcile.texts.structured.proved import Format, Unreadable, merge_proved
from ant.reconcile.texts.structured.values import Value


def merge_toml(path: str, current: bytes, base: bytes, incoming: bytes) -> Merged:
    """Return the file with the changes of a newer version merged in, verified by its values."""
    try:
        return merge_proved(path, current, base, incoming, TOML)
    except Unreadable as error:
        reason = f"this is not TOML that we can read: {error}"
        return Merged(current, (file_problem(path, reason, base, incoming),))


def read_toml(content: bytes) -> Value:
    """Return the value of a file; raise ``Unreadable``."""
    try:
        return tomllib.loads(content.decode("utf-8-sig").replace("\r\n", "\n"))
    except (ValueError, RecursionError) as error:
        raise Unreadable(str(error).rstrip(".")) from None


TOML = Format(read_toml, lambda _path, _items: False)
