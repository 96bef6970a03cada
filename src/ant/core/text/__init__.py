"""Words, spellings, and the limits of JSON and Python texts."""
