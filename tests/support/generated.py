"""Virtual environments for generated projects, kept between runs while requirements stay."""

import hashlib
import shutil
import subprocess
import sys
from pathlib import Path

REPOSITORY = Path(__file__).parent.parent.parent
TEMPLATE = REPOSITORY / "src/ant/templates/project"
EXTRA = REPOSITORY / "tests/generated/requirements.txt"


def generated_python() -> Path:
    """The Python of an environment with all that a generated project and its tests need."""
    requirements = [TEMPLATE / "requirements.txt", TEMPLATE / "requirements-dev.txt", EXTRA]
    digest = hashlib.sha256(b"".join(path.read_bytes() for path in requirements)).hexdigest()[:12]
    version = "{}.{}".format(*sys.version_info)
    folder = REPOSITORY / ".cache" / f"generated-{version}-{digest}"
    python = folder / "bin" / "python"
    if not (folder / "complete").exists():
        shutil.rmtree(folder, ignore_errors=True)
        subprocess.run([sys.executable, "-m", "venv", folder], check=True)
        files = [argument for path in requirements[1:] for argument in ("-r", str(path))]
        subprocess.run(
            [python, "-m", "pip", "install", "-q", "--only-binary=:all:", *files], check=True
        )
        (folder / "complete").touch()
    return python
