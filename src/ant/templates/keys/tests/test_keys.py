"""UUIDs that the application makes are of version 7, and in the order of their making."""

from concurrent.futures import ThreadPoolExecutor
from time import time
from uuid import RFC_4122

import pytest

from helper import keys


def test_a_key_is_a_uuid_of_version_7_and_of_this_moment() -> None:
    key = keys.make_key()
    assert (key.version, key.variant) == (7, RFC_4122)
    assert abs((key.int >> 80) / 1000 - time()) < 60


def test_keys_are_in_their_order(monkeypatch: pytest.MonkeyPatch) -> None:
    first = keys.make_key()
    monkeypatch.setattr(keys, "time_ns", lambda: 0)  # as if the clock were set back
    made = [first, *(keys.make_key() for _ in range(5000))]
    assert made == sorted(made)
    assert [str(key) for key in made] == sorted(str(key) for key in made)


def test_no_key_is_made_twice() -> None:
    with ThreadPoolExecutor(8) as threads:
        made = [*threads.map(lambda _: keys.make_key(), range(2000))]
    assert len({key.int >> 64 for key in made}) == len(made)
