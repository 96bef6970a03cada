"""ant grows layered Flask APIs."""

__version__ = "0.2.0"
