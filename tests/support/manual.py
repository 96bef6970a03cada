"""Blocks of code of a page, and a reader who does what they say, in order.

A block is one of these, by the word behind its fence:

- ``console``: commands behind ``$ `` and what they print; a line ``...`` stands for any lines,
- ``diff`` with a title: a change of that file; what stands in it must be there exactly once,
- any language with a title: the whole of that file,
- ``sh``: commands that are not run, for the reason that the paragraph before it gives,
- ``text``, ``json`` and others without a title: something to look at.
"""

import json
import os
import re
import shlex
import subprocess
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import psutil
import yaml

from support.postgres import free_port
from support.server import NO_ANSWER

FENCE = re.compile(
    r"(?P<before>[^\n]*)\n\n"
    r"```(?P<kind>\w*)(?: title=\"(?P<title>[^\"]+)\")?\n(?P<text>.*?)```(?=\n)",
    re.DOTALL,
)
MASKS = (
    (re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z"), "MOMENT"),
    (re.compile(r"\d{4}-\d\d-\d\d \d\d:\d\d:\d\d[.,]\d{3}"), "MOMENT"),
    (re.compile(r"(?<=milliseconds)(=|\": )[\d.]+"), "DURATION"),
    (re.compile(r"\d{14}_|\d{8}_?\d{6}"), "REVISION"),
    (re.compile(r"\d+ passed.* in [\d.]+s( \([\d:]+\))?"), "PASSED"),
)
SHOWN = ("text", "json", "yaml", "mermaid")
NOT_RUN = "Not run by the tests: "
CHANGING = ("ant generate ", "ant apply")
"""Commands that change code which a server has loaded."""

SECONDS = 60
"""How long a server may take to start, and to load what has changed."""


class Block(NamedTuple):
    """A block of code with the last line before it."""

    kind: str
    title: str
    text: str
    before: str


def blocks(page: str) -> list[Block]:
    """Return the blocks of a page; every fence belongs to one."""
    found = [
        Block(m["kind"], m["title"] or "", m["text"], m["before"]) for m in FENCE.finditer(page)
    ]
    assert page.count("```") == 2 * len(found), "a block without an empty line before it"
    return found


def steps(text: str) -> Iterator[tuple[str, str]]:
    """Yield each command of a ``console`` block with what it prints."""
    assert text.startswith("$ "), text
    for step in text[2:].split("\n$ "):
        command, _, printed = step.partition("\n")
        while command.endswith("\\"):
            more, _, printed = printed.partition("\n")
            command = command.removesuffix("\\") + more.lstrip()
        yield command, printed.strip()


def masked(text: str) -> str:
    """The text without what is another one each time."""
    for pattern, word in MASKS:
        text = pattern.sub(word, text)
    return text.strip()


def is_said(wanted: str, said: str) -> bool:
    """Whether a text is what a page shows of it."""
    parts = re.split(r"(?:^|\n)\.\.\.(?:\n|$)", masked(wanted))
    return re.fullmatch(r"(?:.*)".join(map(re.escape, parts)), masked(said), re.DOTALL) is not None


def check_shown(block: Block) -> None:
    """See that what is not run is right as far as it can be read, and says why it is not run."""
    if block.kind == "json":
        json.loads(block.text)
    elif block.kind == "yaml":
        list(yaml.safe_load_all(block.text))
    elif block.kind == "sh":
        assert block.before.startswith(NOT_RUN), block.before
    else:
        assert block.kind in SHOWN, block.kind


def called(words: list[str]) -> str:
    """Do what curl does with these words: an address, ``--json``, ``-X``, ``-H`` and ``-s``."""
    body, method, headers, rest = None, None, {"Content-Type": "application/json"}, []
    remaining = iter(words)
    for word in remaining:
        if word == "--json":
            body = next(remaining).encode()
        elif word == "-X":
            method = next(remaining)
        elif word == "-H":
            name, _, value = next(remaining).partition(": ")
            headers[name] = value
        elif word != "-s":
            rest.append(word)
    [url] = rest
    request = urllib.request.Request(url, body, headers, method=method)
    try:
        with urllib.request.urlopen(request, timeout=SECONDS) as response:
            return str(response.read().decode())
    except urllib.error.HTTPError as error:
        return error.read().decode()


class Reader:
    """Does what a page says, in a folder, with the real command and real servers."""

    def __init__(self, folder: Path, ant_path: Path, python: Path) -> None:
        """Begin in an empty folder; projects get an environment that is there already."""
        self.folder = folder
        self._ports = {5000: free_port(), 9100: free_port()}
        self._ant, self._python = ant_path, python
        self._variables: dict[str, str] = {}
        self._server: subprocess.Popen[bytes] | None = None
        self._outdated: set[int] = set()

    def read(self, page: str) -> None:
        """Do all that a page says."""
        for block in blocks(page):
            if block.kind == "console":
                for command, printed in steps(block.text):
                    self._do(command, printed)
            elif block.title and block.kind == "diff":
                if block.title.startswith("api/"):
                    self._outdated = self._processes()
                self._change(self.folder / block.title, block.text)
            elif block.title:
                (self.folder / block.title).write_text(block.text)
            else:
                check_shown(block)

    def close(self) -> None:
        """End the server."""
        if self._server:
            self._server.terminate()
            self._server.wait(timeout=SECONDS)
            self._server = None

    def _do(self, command: str, printed: str) -> None:
        if command.startswith("cd "):
            self.folder /= command.removeprefix("cd ")
            if not (self.folder / ".venv").exists():
                (self.folder / ".venv").symlink_to(self._python.parent.parent)
        elif command.endswith(" &"):
            self._serve(command.removesuffix(" &"))
        elif command == "kill %1":
            self.close()
        elif command.startswith("curl "):
            self._let_it_load()
            said = self._comes_to(shlex.split(self._here(command))[1:], printed)
            assert is_said(printed, said), f"{command}\n{said}"
        elif variable := re.fullmatch(r"(\w+)=\$\((.*)\)", command):
            self._variables[variable[1]] = self._value(variable[2]).strip()
        else:
            if command.startswith(CHANGING):
                self._outdated = self._processes()
            said = self._run(command)
            assert is_said(printed, said), f"$ {command}\n{said}"

    def _processes(self) -> set[int]:
        """Those of the server; one of them is another one when it has loaded a change."""
        server = psutil.Process(self._server.pid) if self._server else None
        return {child.pid for child in server.children(recursive=True)} if server else set()

    def _let_it_load(self) -> None:
        """Wait for the server to load what has changed, which would cut an answer off."""
        deadline = time.monotonic() + SECONDS
        while self._outdated and time.monotonic() < deadline:
            time.sleep(0.1)
            if self._processes() - self._outdated:
                self._outdated = set()

    def _here(self, command: str) -> str:
        for name, value in self._variables.items():
            command = command.replace(f"${name}", value)
        for number, port in self._ports.items():
            places = rf"(--port |127\.0\.0\.1:|_PORT=){number}\b"
            command = re.sub(places, rf"\g<1>{port}", command)
        return command

    def _serve(self, command: str) -> None:
        self._server = subprocess.Popen(
            ["bash", "-c", f"exec {self._here(command)}"], cwd=self.folder,
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env=self._environment(),
        )  # fmt: skip

    def _value(self, command: str) -> str:
        """What a command prints; an answer goes through what stands behind its call."""
        if not command.startswith("curl "):
            return self._run(command)
        call, filter_ = command.split(" | ", 1)
        return self._run(filter_, called(shlex.split(self._here(call))[1:]))

    def _run(self, command: str, given: str = "") -> str:
        done = subprocess.run(
            ["bash", "-c", self._here(command)], cwd=self.folder, text=True, timeout=300,
            stdout=subprocess.PIPE, stderr=subprocess.STDOUT, input=given,
            env=self._environment(), check=False,
        )  # fmt: skip
        return done.stdout

    def _environment(self) -> dict[str, str]:
        places = [self._ant.parent, self._python.parent, os.environ["PATH"]]
        return {**os.environ, "PATH": os.pathsep.join(map(str, places)), "COLUMNS": "100"}

    def _comes_to(self, words: list[str], wanted: str) -> str:
        """Call until the answer is the one that is wanted, or a while is over."""
        deadline = time.monotonic() + SECONDS
        while True:
            try:
                said = called(words)
                if is_said(wanted, said):
                    return said
            except NO_ANSWER:
                said = "no answer"
            if time.monotonic() > deadline:
                return said
            time.sleep(0.2)

    def _change(self, file: Path, diff: str) -> None:
        text = file.read_text()
        for hunk in re.split(r"^@@.*\n", diff, flags=re.MULTILINE):
            lines = hunk.splitlines(keepends=True)
            old, new = ("".join(line[1:] or "\n" for line in lines if line[:1] in kinds)
                        for kinds in ((" ", "-", "\n"), (" ", "+", "\n")))  # fmt: skip
            if old or new:
                assert text.count(old) == 1, f"{file.name} has {text.count(old)} times:\n{old}"
                text = text.replace(old, new)
        file.write_text(text)
