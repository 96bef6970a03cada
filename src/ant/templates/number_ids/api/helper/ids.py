"""The type of primary keys: integers."""

Id = int
