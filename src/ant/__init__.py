"""ant grows layered Flask APIs."""

__version__ = "0.1.0"
