"""The service of a route: its business rules."""

from ant.artifacts.artifact import Artifact


class _Service(Artifact):
    path = "api/services/{names.text}_service.py"
    defines = "{names.service_class}"
    of_stub = "route/service"
    of_resource = "resource/service"


ARTIFACT = _Service()
