"""Errors that only a server can raise."""

from ant.core.errors import AntError


class OutsideFolders(AntError):
    """A path outside of the folders that the server is started for."""


class UnknownPlan(AntError):
    """An id that no plan has that this server has made and still knows."""


class UnknownTool(AntError):
    """A tool that the server does not have."""
