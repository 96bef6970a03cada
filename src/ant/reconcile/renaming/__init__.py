"""Renames of fields and routes in a project."""
