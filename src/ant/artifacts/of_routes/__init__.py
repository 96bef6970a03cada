"""The kinds of files that each route has: one module for each, as ``ARTIFACT``."""
