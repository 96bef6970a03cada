"""Virtual environments for generated projects and their client, kept while requirements stay."""

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
    also = TEMPLATE / "requirements.txt"  # requirements-dev.txt leads to it
    return environment("generated", [TEMPLATE / "requirements-dev.txt", EXTRA], also)


def environment(name: str, requirements: list[Path], *also: Path) -> Path:
    """The Python of an environment with these requirements; other files make it another one too."""
    content = b"".join(path.read_bytes() for path in (*also, *requirements))
    digest = hashlib.sha256(content).hexdigest()[:12]
    version = "{}.{}".format(*sys.version_info)
    folder = REPOSITORY / ".cache" / f"{name}-{version}-{digest}"
    python = folder / "bin" / "python"
    if not (folder / "complete").exists():
        shutil.rmtree(folder, ignore_errors=True)
        subprocess.run([sys.executable, "-m", "venv", folder], check=True)
        files = [argument for path in requirements for argument in ("-r", str(path))]
        subprocess.run(
            [python, "-m", "pip", "install", "-q", "--only-binary=:all:", *files], check=True
        )
        (folder / "complete").touch()
    return python
