"""Merge of files with structure, TOML and YAML: by lines, proved by what they say."""
