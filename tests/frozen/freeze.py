"""Freeze what the running version generates, for later versions to upgrade.

``python3 dev.py freeze`` writes the folder of the version. One that is there stays as it is.
"""

import json
import lzma
import sys
import tarfile
import tempfile
from pathlib import Path

from ant import __version__
from frozen.projects import PROJECTS, Project, make
from support.grown import OF_THE_PROJECT

FOLDER = Path(__file__).parent / __version__
EDITS = "edits.json"
SECRETS = {
    "POSTGRES_PASSWORD": "password-of-a-frozen-project",
    "JWT_SECRET": "jwt-secret-of-a-frozen-project-which-is-long-enough",
}
MOMENT = 1_767_225_600  # 2026-01-01: the same bytes whenever it is frozen


def main() -> None:
    """Make and pack every project."""
    if FOLDER.exists():
        sys.exit(f"{FOLDER} is there already: a released version is never frozen again.")
    with tempfile.TemporaryDirectory() as place:
        packed = Path(place, "packed")
        packed.mkdir()
        edits = {project.name: frozen(project, Path(place), packed) for project in PROJECTS}
        FOLDER.mkdir()
        for archive in packed.iterdir():
            (FOLDER / archive.name).write_bytes(archive.read_bytes())
    (FOLDER / EDITS).write_text(json.dumps(edits, indent=1) + "\n")


def frozen(project: Project, place: Path, packed: Path) -> dict[str, list[str]]:
    """Make a project and pack it; return which files were edited by hand."""
    parent = place / project.name
    parent.mkdir()
    difference = make(project, parent)
    replace_secrets(parent / project.folder / ".env")
    pack(parent / project.folder, packed / f"{project.name}.tar.xz")
    return {kind: sorted(paths) for kind, paths in difference._asdict().items() if paths}


def replace_secrets(env_file: Path) -> None:
    """Put secrets that are none in place of those that were made for the project."""
    lines = env_file.read_text().splitlines()
    names = [line.partition("=")[0] for line in lines]
    for name, secret in SECRETS.items():
        lines[names.index(name)] = f"{name}={secret}"
    env_file.write_text("\n".join(lines) + "\n")


def pack(project: Path, archive: Path) -> None:
    """Write what a clone and an ``.env`` would have into an archive, the same bytes each time."""
    with (
        lzma.open(archive, "wb", preset=9 | lzma.PRESET_EXTREME) as stream,
        tarfile.open(fileobj=stream, mode="w", format=tarfile.USTAR_FORMAT) as tar,
    ):
        for path in sorted(path for path in project.rglob("*") if path.is_file()):
            parts = path.relative_to(project).parts
            if parts[0] == ".ant" and parts[1] not in OF_THE_PROJECT:
                continue
            tar.add(path, "/".join((project.name, *parts)), filter=_anonymous)


def _anonymous(member: tarfile.TarInfo) -> tarfile.TarInfo:
    member.uid = member.gid = 0
    member.uname = member.gname = ""
    member.mtime = MOMENT
    return member


if __name__ == "__main__":
    main()
