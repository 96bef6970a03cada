"""The migrations of a project, and the next one."""
