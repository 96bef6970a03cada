"""The plan that takes the current files from one spec to another. Pure."""
