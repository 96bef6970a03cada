"""The benchmark compares equal trees and counts right; how long anything takes is not tested."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from bench.copier_history import ANSWERS, VERSIONS, write_versions
from bench.cost import Bench, CommandFailed, Cost
from bench.equal_templates import NAME, template_source, write_cookiecutter, write_copier
from bench.older_version import VERSION, altered, write_older_version
from bench.report import TARGETS, cpu_ratio, table, verdicts, wall_ratio
from bench.trees import Entry, Tree, count_files, differences, read_tree, without_record
from bench.upgrade_report import Size, size_of
from bench.upgrade_report import verdicts as upgrade_verdicts

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


def test_the_record_is_no_part_of_what_a_template_gives() -> None:
    kept = {".ant": FOLDER, ".ant/applied.json": _file(b"{}"), ".ant/recorder": _file(b"")}
    record = {".ant/record": FOLDER, ".ant/record/project": _file(b"")}

    assert without_record({**kept, **record}) == kept


@pytest.mark.parametrize(
    ("name", "text", "other"),
    [
        ("a.py", '"""A."""\n"""B."""\n', '"""Older. A."""\n"""B."""\n'),
        ("a.json.jinja", '{\n  "b": {\n', '{\n  "x-altered": "Older",\n  "b": {\n'),
        ("Dockerfile", "FROM x\n", "FROM x\n# Older\n"),
        ("part.jinja", "x\n", "x\n"),
    ],
)
def test_an_older_template_has_another_line(name: str, text: str, other: str) -> None:
    assert altered(name, text) == other


def test_the_older_version_is_a_copy_with_its_own_number_and_templates(tmp_path: Path) -> None:
    older = write_older_version(tmp_path / "older")
    command = [sys.executable, "-m", "ant", "generate", "api", "x"]

    version = subprocess.run(
        [*command[:3], "--version"], cwd=tmp_path, env={"PYTHONPATH": str(older)},
        capture_output=True, text=True, check=True,
    ).stdout  # fmt: skip
    subprocess.run(
        command, cwd=tmp_path, env={"PYTHONPATH": str(older)}, check=True, capture_output=True
    )

    assert VERSION in version
    assert (tmp_path / "x/api/app.py").read_text().startswith('"""Older. ')
    assert (tmp_path / "x/requirements.txt").read_text().endswith("# Older\n")


def test_a_template_has_two_tagged_versions_and_remembers_which_it_gave(tmp_path: Path) -> None:
    old, new = ({".gitignore": _file(b"secret\n"), "secret": _file(text)} for text in (b"1", b"2"))
    environment = {"PATH": os.environ["PATH"], "HOME": str(tmp_path)}

    write_versions((old, new), tmp_path / "template", environment)

    for version, text in zip(VERSIONS, ("1", "2"), strict=True):
        shown = ["git", "show", f"{version}:project/secret"]
        found = subprocess.run(
            shown, cwd=tmp_path / "template", capture_output=True, text=True, check=True
        )
        assert found.stdout == text
    assert (tmp_path / "template/project/{{ _copier_conf.answers_file }}.jinja").exists()
    assert ANSWERS.startswith(".copier-answers")


def test_sizes_are_those_of_the_record_of_all_that_is_kept_and_of_the_rest(tmp_path: Path) -> None:
    for path, size in ((".ant/record/project", 3), (".ant/applied.json", 4), ("api/app.py", 50)):
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).write_bytes(b"x" * size)

    assert size_of(tmp_path) == Size(own=50, record=3, kept=7)


def test_an_upgrade_may_take_a_quarter_and_a_record_be_less_than_one() -> None:
    exact = {"edited": {"ant": _costs(1), "copier": _costs(4)}}
    slow = {"edited": {"ant": _costs(1), "copier": _costs(3.9)}}

    assert [met for met, _ in upgrade_verdicts(exact, {"x": Size(100, 5, 24)})] == [True] * 3
    assert [met for met, _ in upgrade_verdicts(slow, {"x": Size(100, 5, 25)})] == [False] * 3


@pytest.mark.parametrize("name", ["startup", "growth", "upgrade"])
def test_no_rounds_are_refused(name: str) -> None:
    script = Path(__file__).parents[2] / "benchmarks" / f"{name}.py"
    result = subprocess.run(
        [sys.executable, script, "--rounds", "0"], capture_output=True, text=True, check=False
    )

    assert result.returncode == 2
    assert "--rounds must be 1 or more" in result.stderr
