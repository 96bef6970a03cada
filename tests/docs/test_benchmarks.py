"""The benchmark compares equal trees and counts right; how long anything takes is not tested."""

import subprocess
import sys
from pathlib import Path

import pytest

from bench.cost import Bench, CommandFailed, Cost
from bench.equal_templates import NAME, template_source, write_cookiecutter, write_copier
from bench.report import TARGETS, cpu_ratio, table, verdicts, wall_ratio
from bench.trees import Entry, Tree, count_files, differences, read_tree

FOLDER = Entry(0o755, None)
SECRET, OTHER_SECRET = b"JWT_SECRET=" + b"a" * 64, b"JWT_SECRET=" + b"b" * 64


def _file(content: bytes) -> Entry:
    return Entry(0o644, content)


def _costs(*walls: float) -> list[Cost]:
    return [Cost(wall, wall / 2, 20 * 1024) for wall in walls]


def test_a_tree_has_hidden_files_and_modes_and_equals_itself(tmp_path: Path) -> None:
    (tmp_path / ".hidden").mkdir()
    (tmp_path / ".hidden").chmod(0o755)
    (tmp_path / ".hidden" / "file").write_bytes(b"x\n")
    (tmp_path / ".hidden" / "file").chmod(0o600)

    tree = read_tree(tmp_path)

    assert tree == {".hidden": FOLDER, ".hidden/file": Entry(0o600, b"x\n")}
    assert differences(tree, tree) == []
    assert count_files(tmp_path) == 1


@pytest.mark.parametrize(
    ("found", "line"),
    [
        ({}, "a is missing"),
        ({"a": _file(b"1"), "b": FOLDER}, "b is too many"),
        ({"a": _file(b"2")}, "a has another content"),
        ({"a": Entry(0o600, b"1")}, "a has mode 600, not 644"),
    ],
)
def test_every_kind_of_difference_is_named(found: Tree, line: str) -> None:
    assert differences({"a": _file(b"1")}, found) == [line]


def test_only_the_random_values_of_the_secrets_file_may_differ() -> None:
    assert differences({".env": _file(SECRET)}, {".env": _file(OTHER_SECRET)}) == []
    for other in (SECRET[:-1], SECRET[:-1] + b"z", SECRET.replace(b"JWT", b"JWS")):
        assert differences({".env": _file(SECRET)}, {".env": _file(other)}) != []
    assert differences({"env": _file(SECRET)}, {"env": _file(OTHER_SECRET)}) != []


@pytest.mark.parametrize(
    ("content", "source"),
    [
        (b"name: antbenchname\n", b"name: {{ v }}\n"),
        (b"antbenchname ${{ a }}", b"{{ v }}{% raw %} ${{ a }}{% endraw %}"),
        (b"{antbenchname}", b"{% raw %}{{% endraw %}{{ v }}}"),
        (b"{# no #}", b"{% raw %}{# no #}{% endraw %}"),
    ],
)
def test_a_template_holds_the_variable_and_protects_what_looks_like_one(
    content: bytes, source: bytes
) -> None:
    assert template_source(content, "v") == source


def test_text_that_would_close_its_protection_is_refused() -> None:
    with pytest.raises(ValueError, match="raw"):
        template_source(b"{% endraw %}", "v")


def test_peers_render_only_the_files_that_hold_the_name(tmp_path: Path) -> None:
    tree = {
        "api": FOLDER,
        "api/${{ x }}": _file(b"{{ y }}"),
        "named": Entry(0o600, NAME.encode()),
    }

    write_cookiecutter(tree, tmp_path / "cookiecutter")
    write_copier(tree, tmp_path / "copier")

    for folder in tmp_path.rglob("api"):
        folder.chmod(0o755)
    assert read_tree(tmp_path / "copier" / "project") == {
        "api": FOLDER,
        "api/${{ x }}": _file(b"{{ y }}"),
        "named.jinja": Entry(0o600, b"{{ name }}"),
    }
    assert read_tree(tmp_path / "cookiecutter" / "{{ cookiecutter.name }}") == {
        **tree,
        "named": Entry(0o600, b"{{ cookiecutter.name }}"),
    }
    settings = (tmp_path / "cookiecutter" / "cookiecutter.json").read_text()
    assert '"_copy_without_render": [\n    "api/${{ x }}"\n  ]' in settings


def test_ratios_are_medians_over_the_rounds_and_not_ratios_of_medians() -> None:
    results = {"ant": _costs(1, 2, 9), "peer": _costs(4, 2, 3)}

    assert wall_ratio(results, "peer") == 1
    assert cpu_ratio({"ant": _costs(1, 3, 9), "peer": _costs(1, 1, 10)}, "peer") == 1


def test_the_table_shows_medians_files_and_ratios() -> None:
    results = {"ant": _costs(0.1, 0.2, 0.9), "peer": _costs(0.4, 0.4, 0.4)}

    lines = table(results, {"ant": 40}).splitlines()

    assert lines[0].split("  ")[-2:] == ["ant/it wall", "ant/it CPU"]
    assert lines[1].split() == ["ant", "200.0", "100.0", "20.0", "40"]
    assert lines[2].split() == ["peer", "400.0", "200.0", "20.0", "0.500", "0.500"]


def test_a_target_is_met_at_its_limit_and_missed_above() -> None:
    peers = {target.peer for target in TARGETS}
    exact = {"ant": _costs(1), **{peer: _costs(5) for peer in peers}}
    slow = {"ant": _costs(1), **{peer: _costs(0.9) for peer in peers}}

    assert all(met for met, _ in verdicts({"help": exact, "generate": exact}))
    for met, line in verdicts({"help": slow, "generate": slow}):
        assert not met
        assert line.startswith("MISSED: ")


def test_a_command_costs_something_and_one_that_fails_is_no_result(tmp_path: Path) -> None:
    bench = Bench(tmp_path)
    bench.prepare()
    folder = bench.fresh_folder()
    write = (sys.executable, "-c", "open('here', 'w').close()")

    cost = bench.run([write, write], folder)

    assert min(cost) > 0
    assert (folder / "here").exists()
    assert not (bench.fresh_folder() / "here").exists()
    with pytest.raises(CommandFailed, match=r"exit code 3 from (?s:.*)no luck"):
        bench.run([(sys.executable, "-c", "print('no luck'); exit(3)")], folder)


def test_no_rounds_are_refused() -> None:
    startup = Path(__file__).parents[2] / "benchmarks" / "startup.py"
    result = subprocess.run(
        [sys.executable, startup, "--rounds", "0"], capture_output=True, text=True, check=False
    )

    assert result.returncode == 2
    assert "--rounds must be 1 or more" in result.stderr
