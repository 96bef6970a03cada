"""Fields: their values, parsing and rules."""
