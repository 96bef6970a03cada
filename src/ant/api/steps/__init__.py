"""Plan the change of a project from one spec to another."""
