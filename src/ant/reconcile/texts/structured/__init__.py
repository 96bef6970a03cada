"""Merge of structured files, TOML and YAML: by lines, verified by their values."""
