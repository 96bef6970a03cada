"""Types whose values are texts, and whose ``min`` and ``max`` are lengths."""
