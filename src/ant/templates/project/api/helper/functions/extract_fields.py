"""Pick some keys out of a dictionary."""

import re
from collections.abc import Mapping
from typing import Any


def extract_fields(reg_ex: str, json: Mapping[str, Any]) -> dict[str, Any]:
    """Return the entries whose key matches the pattern from its beginning."""
    pattern = re.compile(reg_ex)
    return {key: value for key, value in json.items() if pattern.match(key)}
