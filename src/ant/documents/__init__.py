"""From JSON and YAML text to values that know where they stood."""
