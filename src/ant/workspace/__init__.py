"""The only code that touches a project on disk; it knows nothing of specs or routes."""
