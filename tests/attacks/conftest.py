"""What several attacks need."""

from collections.abc import Iterator

import pytest

from support.redis_server import Redis


@pytest.fixture
def redis() -> Iterator[Redis]:
    """A Redis for one test."""
    redis = Redis()
    yield redis
    redis.kill()
