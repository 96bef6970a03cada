"""What several tests of commands begin with; a module with a fixture of that name has its own."""

from pathlib import Path

import pytest

from conftest import Ant
from support.said import done


@pytest.fixture
def shop(ant: Ant, project: Path) -> Path:
    """A project with the resources ``users`` and ``tags``, and the stub ``reports``."""
    done(ant, project, "generate", "route", "users", "name:string:required")
    done(ant, project, "generate", "route", "tags", "label:string:required")
    done(ant, project, "generate", "route", "reports")
    return project
