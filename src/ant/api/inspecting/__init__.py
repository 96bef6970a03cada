"""Read-only questions about a project."""
