"""The repository of a route: its queries."""

from ant.artifacts.artifact import Artifact
from ant.artifacts.merging import Missed


class _Repository(Artifact):
    path = "api/repositories/{names.text}_repository.py"
    defines = "{names.repository_class}"
    of_stub = "route/repository"
    of_resource = "resource/repository"
    missed = Missed.FOR_ATTRIBUTES


ARTIFACT = _Repository()
