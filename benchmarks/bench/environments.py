"""Virtual environments for ant and its peers, kept between runs while they stay the same."""

import hashlib
import shutil
import subprocess
import sys
from pathlib import Path

REPOSITORY = Path(__file__).resolve().parent.parent.parent
CACHE = REPOSITORY / ".cache" / "bench"

PEERS = {
    "backant-cli": "backant-cli==0.7.4",
    # 6.0 wants Python 3.12.
    "django-admin": "Django==5.2.19",
    "cookiecutter": "cookiecutter==2.7.1",
    "copier": "copier==9.19.1",
}


def ant_environment() -> Path:
    """The programs of an environment with ant as users get it: installed, not editable."""
    digest = hashlib.sha256()
    for path in [REPOSITORY / "pyproject.toml", *sorted((REPOSITORY / "src").rglob("*"))]:
        if path.is_file() and path.suffix != ".pyc":
            name = str(path.relative_to(REPOSITORY)).encode()
            content = path.read_bytes()
            digest.update(b"%d %s %d %s" % (len(name), name, len(content), content))
    return _environment("ant", [str(REPOSITORY)], digest.hexdigest())


def peer_environment(name: str) -> Path:
    """The programs of an environment with one peer alone."""
    return _environment(name, ["--only-binary=:all:", PEERS[name]], PEERS[name])


def _environment(name: str, arguments: list[str], identity: str) -> Path:
    folder = CACHE / name
    stamp = folder / "complete"
    wanted = f"{sys.version}\n{identity}\n"
    if not stamp.is_file() or stamp.read_text() != wanted:
        sys.stderr.write(f"Installing {name} ...\n")
        shutil.rmtree(folder, ignore_errors=True)
        subprocess.run([sys.executable, "-m", "venv", folder], check=True)
        python = folder / "bin" / "python"
        subprocess.run([python, "-m", "pip", "install", "--quiet", *arguments], check=True)
        stamp.write_text(wanted)
    return folder / "bin"
