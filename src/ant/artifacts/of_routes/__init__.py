"""The kinds of files that a route has for itself: each module here has one, as ``ARTIFACT``."""
