"""ant grows layered Flask APIs."""

__version__ = "0.3.0"
