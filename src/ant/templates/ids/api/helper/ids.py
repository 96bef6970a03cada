"""The types of primary keys: integers, and in some tables UUIDs or strings."""

from uuid import UUID

Id = int | UUID | str
