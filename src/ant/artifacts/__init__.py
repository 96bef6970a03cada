"""The kinds of generated files: where they are, how they are rendered, how they are merged."""
