"""The base images of a project, and the end of their support."""

import re
from collections.abc import Iterator
from datetime import date

from ant.core.tree import Tree
from ant.doctor.diagnosis import WARNING, Context, Diagnosis

DOCKERFILE = "Dockerfile"
COMPOSE = ("docker-compose.yml", "docker-compose-prod.yml")
FILES = (DOCKERFILE, *COMPOSE)

_ENDS = {
    "Python": {  # https://devguide.python.org/versions/
        "3.8": date(2024, 10, 7), "3.9": date(2025, 10, 31), "3.10": date(2026, 10, 31),
        "3.11": date(2027, 10, 31), "3.12": date(2028, 10, 31), "3.13": date(2029, 10, 31),
        "3.14": date(2030, 10, 31),
    },
    "Debian": {  # https://wiki.debian.org/LTS
        "stretch": date(2022, 7, 1), "buster": date(2024, 6, 30), "bullseye": date(2026, 8, 31),
        "bookworm": date(2028, 6, 30), "trixie": date(2030, 6, 30),
    },
    "PostgreSQL": {  # https://www.postgresql.org/support/versioning/
        "12": date(2024, 11, 21), "13": date(2025, 11, 13), "14": date(2026, 11, 12),
        "15": date(2027, 11, 11), "16": date(2028, 11, 9), "17": date(2029, 11, 8),
        "18": date(2030, 11, 14),
    },
}  # fmt: skip
"""The last day on which somebody mends a version for everybody."""

_PYTHON = re.compile(r"\bpython:(?P<Python>3\.\d+)[\w.]*(?:-(?:slim-)?(?P<Debian>[a-z]+))?")
_POSTGRES = re.compile(r"\bpostgres:(?P<PostgreSQL>\d+)[\w.]*(?:-(?P<Debian>[a-z]+))?")
_WORKERS = re.compile(rb'"(?:--workers|-w)",\s*"(\d+)"')


def check_images(context: Context) -> Iterator[Diagnosis]:
    """Check that the base images of the Dockerfile and the compose files are still maintained."""
    for path in FILES:
        for image, product, version in sorted(_parts(context.files.get(path, b""))):
            end = _ENDS[product].get(version)
            if end is not None and end < context.today:
                message = f"{path} uses {image}, and {product} {version} is out of support since"
                remedy = f"Move to an image with a {product} that is supported, and build it anew."
                severity = context.worse_in_production(WARNING)
                yield Diagnosis("image-unsupported", severity, f"{message} {end}.", remedy)


def workers_of(files: Tree) -> int:
    """Return how many processes gunicorn has in a container."""
    found = _WORKERS.search(files.get(DOCKERFILE, b""))
    return int(found[1]) if found else 1


def _parts(content: bytes) -> set[tuple[str, str, str]]:
    """The images of a file, each with a product in it and its version."""
    lines = content.decode(errors="replace").splitlines()
    text = "\n".join(line for line in lines if not line.lstrip().startswith("#"))
    return {
        (match[0], product, version)
        for pattern in (_PYTHON, _POSTGRES)
        for match in pattern.finditer(text)
        for product, version in match.groupdict().items()
        if version
    }
