"""What a project's code says, read without running it. Pure."""
