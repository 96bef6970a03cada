"""The endpoints of a route: its blueprint and views."""

from ant.artifacts.artifact import Artifact


class _Endpoints(Artifact):
    path = "api/routes/{names.text}_route.py"
    defines = "{names.blueprint}"
    of_stub = "route/route"
    of_resource = "resource/route"


ARTIFACT = _Endpoints()
