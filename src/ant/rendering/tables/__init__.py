"""The tables, columns, keys and rules of a spec, as values."""
