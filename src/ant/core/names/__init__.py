"""Where names become identifiers and paths, and which names are taken."""
