"""Plan what leads a project from one spec to another."""
