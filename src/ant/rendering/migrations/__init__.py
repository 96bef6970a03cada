"""The migration from one spec to another."""
