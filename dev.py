"""Set-up and checks in one word each: ``python3 dev.py demo``, ``python3 dev.py test``.

Needs git, Python 3.11 or newer and nothing else; all that is installed goes into ``.venv``.
"""

import argparse
import hashlib
import os
import re
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from pathlib import Path

ROOT = Path(__file__).resolve().parent
VENV = ROOT / ".venv"
BIN = VENV / "bin"
DEMO = ROOT / "demo"

LINT = (
    ("ruff", "check"),
    ("ruff", "format", "--check"),
    ("mypy",),
    ("lint-imports",),
)

FIX = (("check", "--fix"), ("format",))

# One more than there are cores, since many tests wait for a program, a disk or a server.
AT_ONCE = ("-n", str((os.cpu_count() or 1) + 1), "--dist", "worksteal")

PIP = (str(BIN / "python"), "-m", "pip", "install", "--quiet", "--disable-pip-version-check")

LEVELS = {"fast": "not slow and not exhaustive", "usual": "not exhaustive", "all": ""}


def main() -> None:
    """Run one word and end with its exit code."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    words = parser.add_subparsers(dest="word", required=True)
    demo = words.add_parser("demo", help="generate an API and serve it on the embedded database")
    demo.add_argument("--port", default="5000")
    words.add_parser("lint", help="style, types and the import contract")
    words.add_parser("fix", help="lay the code out, and mend what a tool can mend of its style")
    test = words.add_parser("test", help="the checks and the tests that every change has to pass")
    level = test.add_mutually_exclusive_group()
    level.add_argument("--fast", action="store_true", help="without the slow tests, for every day")
    level.add_argument("--all", action="store_true", help="with the exhaustive tests, as .ci/run")
    test.add_argument("--cov", action="store_true", help="count the lines and branches that run")
    words.add_parser("golden", help="write the golden trees anew")
    words.add_parser("manual", help="write the pages and documents anew that are made from code")
    words.add_parser("freeze", help="keep projects of this version for tests of later ones")
    words.add_parser("lock", help="lock the newest versions of what generated projects require")
    options, rest = parser.parse_known_args()
    if rest and options.word != "test":
        parser.error(f"unrecognized arguments: {' '.join(rest)}")
    # Tests start Python thousands of times: it must not compile the same modules each time.
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
    set_up(extra="" if options.word == "demo" else "[dev]")
    sys.exit(WORDS[options.word](options, rest))


def set_up(extra: str) -> None:
    """Make ``.venv`` with this project in it, where it is missing or out of date."""
    if sys.version_info < (3, 11):  # noqa: UP036, nothing has checked it before
        sys.exit("Python 3.11 or newer is needed, this is {}.{}.".format(*sys.version_info))
    # An environment knows where it stands: one that was moved along is another one.
    parts = (ROOT / "pyproject.toml").read_bytes() + bytes(ROOT)
    wanted = hashlib.sha256(parts).hexdigest()
    present = [extra for extra in ("", "[dev]") if is_installed(extra, wanted)]
    if extra in present or "[dev]" in present:
        return
    if not present:
        say(f"Setting up {VENV.name}, which takes a while the first time ...")
        run(sys.executable, "-m", "venv", "--clear", str(VENV))
    if not (extra and installed_by_uv(f"{ROOT}{extra}")):
        run(*PIP, "--editable", f"{ROOT}{extra}")
    (VENV / f"installed{extra}").write_text(wanted)


def installed_by_uv(package: str) -> bool:
    """Whether uv could install it, in half the time of pip; it reads no ``pip.conf``."""
    [required] = re.findall(r'"(uv>=[^"]+)"', (ROOT / "pyproject.toml").read_text())
    uv = [str(BIN / "uv"), "pip", "install", "--quiet", "--compile-bytecode"]
    commands = [*PIP, required], [*uv, "--python", str(BIN / "python"), "--editable", package]
    return all(subprocess.call(command, stderr=subprocess.DEVNULL) == 0 for command in commands)


def is_installed(extra: str, wanted: str) -> bool:
    """Whether ``.venv`` has this project, as it is now and here, with these extras."""
    stamp = VENV / f"installed{extra}"
    return stamp.exists() and stamp.read_text() == wanted


def demo(options: argparse.Namespace, _rest: list[str]) -> int:
    """Generate ``demo/store`` from the example of a spec, unless it is there, and serve it."""
    DEMO.mkdir(exist_ok=True)
    ant = str(BIN / "ant")
    if not (DEMO / "store").exists():
        spec = str(ROOT / "examples" / "store.yaml")
        run(ant, "generate", "api", "store", "--json", spec, cwd=DEMO)
    say(f"Soon at http://127.0.0.1:{options.port}/docs; Ctrl-C ends it. The code is in demo/store.")
    return subprocess.call([ant, "run", "--port", options.port], cwd=DEMO / "store")


def lint(_options: argparse.Namespace, _rest: list[str]) -> int:
    """Run the checks that read the code side by side; all of them, also where one fails."""
    with ThreadPoolExecutor(len(LINT)) as pool:
        checks = [*pool.map(output_of, LINT)]
    for check in checks:
        sys.stdout.write(check.stdout)
    sys.stdout.flush()
    return max(check.returncode for check in checks)


def output_of(check: tuple[str, ...]) -> subprocess.CompletedProcess[str]:
    """Run a check and keep what it says."""
    tool, *rest = check
    return subprocess.run(
        [BIN / tool, *rest], cwd=ROOT, text=True, check=False,
        stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
    )  # fmt: skip


def fix(_options: argparse.Namespace, _rest: list[str]) -> int:
    """Mend what ruff can mend by itself, then lay the code out."""
    return max(subprocess.call([BIN / "ruff", *words], cwd=ROOT) for words in FIX)


def test(options: argparse.Namespace, rest: list[str]) -> int:
    """Run the checks, then the tests."""
    level = "fast" if options.fast else "all" if options.all else "usual"
    command = [str(BIN / "pytest"), *AT_ONCE, "-m", LEVELS[level], *rest]
    command += ["--cov", "--cov-report=term-missing:skip-covered"] if options.cov else []
    with preparing_tests():
        code = lint(options, [])
    return code or subprocess.call(command, cwd=ROOT)


@contextmanager
def preparing_tests() -> Iterator[None]:
    """Do once in the meantime what each process of pytest would do or wait for.

    That is to compile the tests, and to install what generated projects require.
    """
    commands = [(ROOT / "tests", [str(BIN / "python"), "-m", "support.generated"])]
    if not (ROOT / "tests/__pycache__").exists():
        commands.append((ROOT, [str(BIN / "pytest"), "--collect-only", "--quiet"]))
    with ExitStack() as stack:
        for folder, words in commands:
            stack.enter_context(
                subprocess.Popen(
                    words, cwd=folder, stdout=subprocess.DEVNULL, stderr=subprocess.STDOUT
                )
            )
        yield


def golden(_options: argparse.Namespace, _rest: list[str]) -> int:
    """Write the golden trees anew."""
    return subprocess.call([BIN / "python", ROOT / "tests/golden/regenerate.py"], cwd=ROOT)


def manual(_options: argparse.Namespace, _rest: list[str]) -> int:
    """Write anew what is made from the code: pages of the manual, the JSON Schema of specs."""
    return subprocess.call([BIN / "python", ROOT / "tests/manual/regenerate.py"], cwd=ROOT)


def freeze(_options: argparse.Namespace, _rest: list[str]) -> int:
    """Keep projects that this version generates, for later versions to upgrade in their tests."""
    return subprocess.call([BIN / "python", "-m", "frozen.freeze"], cwd=ROOT / "tests")


def lock(_options: argparse.Namespace, _rest: list[str]) -> int:
    """Write the ``requirements.lock`` of generated projects anew, as their README says."""
    project = ROOT / "src/ant/templates/project"
    readme = (project / "README.md.jinja").read_text().splitlines()
    [command] = [line for line in readme if line.startswith("uv pip compile")]
    run(str(BIN / "uv"), *command.split()[1:], "--upgrade", "--quiet", cwd=project)
    lock_accounts(project, command.split()[1:])
    return 0


def lock_accounts(project: Path, words: list[str]) -> None:
    """Lock what accounts require beside it; what is locked already stays as it is."""
    more = project.parent / "deployment/account_requirements.txt"
    with tempfile.TemporaryDirectory() as folder:
        required, whole = Path(folder, "requirements.txt"), Path(folder, "requirements.lock")
        required.write_text((project / "requirements.txt").read_text() + more.read_text())
        whole.write_bytes((project / "requirements.lock").read_bytes())  # which uv keeps to
        run(str(BIN / "uv"), *words, "--quiet", cwd=Path(folder))
        entries = re.split(r"^(?=[a-z])", whole.read_text(), flags=re.MULTILINE)[1:]
    known = re.findall(r"^[\w.-]+==", (project / "requirements.lock").read_text(), re.MULTILINE)
    new = [entry for entry in entries if not entry.startswith(tuple(known))]
    more.with_suffix(".lock").write_text("".join(new))


def run(*command: str, cwd: Path = ROOT) -> None:
    """Run a command; end with its exit code where it fails."""
    code = subprocess.call(command, cwd=cwd)
    if code:
        sys.exit(code)


def say(line: str) -> None:
    """Tell the person who waits."""
    sys.stderr.write(f"{line}\n")


WORDS = {
    "demo": demo, "lint": lint, "fix": fix, "test": test, "golden": golden, "manual": manual,
    "freeze": freeze, "lock": lock,
}  # fmt: skip

if __name__ == "__main__":
    try:
        main()
    except KeyboardInterrupt:
        sys.exit(130)
