"""Programs that work on a project: its Python, its server, its tests."""
