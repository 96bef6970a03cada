"""New names of fields and routes, carried into a project."""
