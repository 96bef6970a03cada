"""What rows are called by: numbers that count up, and in some tables UUIDs or texts."""

from uuid import UUID

Id = int | UUID | str
