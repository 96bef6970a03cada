"""What JSON can hold, as a type; apart, because reading JSON is slow to import."""

from typing import Any, TypeAlias

Json: TypeAlias = Any
