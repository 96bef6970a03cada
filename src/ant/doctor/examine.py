"""All checks."""

from ant.doctor.database import check_database, check_heads
from ant.doctor.diagnosis import SEVERITIES, Check, Context, Diagnosis
from ant.doctor.images import check_images
from ant.doctor.machine import check_docker, check_environment, check_port
from ant.doctor.project import check_faults, check_git, check_settings

CHECKS: tuple[Check, ...] = (
    check_environment,
    check_port,
    check_docker,
    check_heads,
    check_database,
    check_settings,
    check_images,
    check_faults,
    check_git,
)


def examine(context: Context) -> list[Diagnosis]:
    """Return the problems around a project, the worst first."""
    found = [diagnosis for check in CHECKS for diagnosis in check(context)]
    return sorted(found, key=lambda diagnosis: SEVERITIES.index(diagnosis.severity))
