"""What the property-based client has to be told: JSON Schema has no words for bounds of dates."""

from typing import Any

import schemathesis  # type: ignore[import-not-found]

LAST_YEAR = 2100


@schemathesis.hook  # type: ignore[untyped-decorator]
def before_load_schema(_context: Any, raw_schema: dict[str, Any]) -> None:
    """Say as a pattern from which year on a date may be."""
    _bound_dates(raw_schema)


def _bound_dates(value: Any) -> None:
    kind = value.get("format") if isinstance(value, dict) else None
    if kind in ("date", "date-time") and "x-minimum" in value:
        # A moment at the turn of a year may be in the year before, by its offset.
        first_year = int(str(value["x-minimum"])[:4]) + (kind == "date-time")
        value["pattern"] = f"^({'|'.join(map(str, range(first_year, LAST_YEAR)))})-"
    for inner in value.values() if isinstance(value, dict) else value:
        if isinstance(inner, dict | list):
            _bound_dates(inner)
