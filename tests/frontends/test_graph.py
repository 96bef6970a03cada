"""``ant graph``, line by line as its users know it."""

import json
import os
import stat
from pathlib import Path
from xml.etree import ElementTree

import pytest

from ant.core.names.identifiers import parse_project_name
from ant.core.spec_reader import read_spec
from ant.rendering.pictures.draw import mermaid_of, svg_of
from conftest import Ant
from support.trees import snapshot

SHOP = {
    "routes": {
        "users": {"fields": {"name": "string:required"}, "subroutes": {"me": {}}},
        "orders": {"fields": {"user": "reference:to=users:required"}},
        "health": {},
    }
}
SPEC = read_spec(SHOP, parse_project_name("my-api"), lambda _: "")


@pytest.fixture
def shop(project: Path) -> Path:
    """A project whose spec has fields that nobody has applied yet: it is drawn as it shall be."""
    manifest = json.loads((project / "ant.json").read_text())
    project.joinpath("ant.json").write_text(json.dumps(manifest | SHOP))
    return project


@pytest.mark.parametrize("what", [None, "model", "routes"])
def test_mermaid_is_printed_from_anywhere_in_the_project_and_nothing_is_written(
    ant: Ant, shop: Path, what: str | None
) -> None:
    before = snapshot(shop)
    done = ant("graph", *(["--what", what] if what else []), cwd=shop / "api/routes")
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout == mermaid_of(SPEC, what)
    assert snapshot(shop) == before


@pytest.mark.parametrize("what", [None, "model", "routes"])
def test_svg_is_printed(ant: Ant, shop: Path, what: str | None) -> None:
    done = ant("graph", "--format", "svg", *(["--what", what] if what else []), cwd=shop)
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout == svg_of(SPEC, what)
    ElementTree.fromstring(done.stdout)


def test_a_file_is_written_whole_and_replaced_only_when_asked(ant: Ant, shop: Path) -> None:
    file = shop / "model.svg"
    draw = ("graph", "--format", "svg", "--output", "model.svg")
    done = ant(*draw, cwd=shop)
    assert (done.returncode, done.stdout) == (0, "Successfully drew model.svg\n")
    picture = file.read_text()
    assert picture == ant("graph", "--format", "svg", cwd=shop).stdout
    umask = os.umask(0)
    os.umask(umask)
    assert stat.S_IMODE(file.stat().st_mode) == 0o666 & ~umask
    file.write_text("mine")
    before = snapshot(shop)
    done = ant(*draw, cwd=shop)
    refusal = "Error: 'model.svg' already exists.\n  Name another file, or replace this one with:"
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr == f"{refusal} --force\n"
    assert snapshot(shop) == before
    assert ant(*draw, "--force", cwd=shop).returncode == 0
    assert file.read_text() == picture
    assert sorted(os.listdir(shop)) == sorted({path.split("/")[0] for path in before} - {"."})


def test_neither_a_link_nor_a_folder_is_written_through(ant: Ant, shop: Path) -> None:
    outside = shop.parent / "outside"
    outside.write_text("theirs")
    (shop / "link").symlink_to(outside)
    (shop / "dangling").symlink_to(shop.parent / "nowhere")
    for name in ("link", "dangling", "api"):
        done = ant("graph", "--output", name, cwd=shop)
        assert (done.returncode, done.stdout) == (1, "")
        assert f"'{name}' already exists." in done.stderr
    done = ant("graph", "--output", "api", "--force", cwd=shop)
    assert done.returncode == 1 and done.stderr.startswith("Error: Cannot write in ")
    assert ant("graph", "--output", "link", "--force", cwd=shop).returncode == 0
    assert outside.read_text() == "theirs"
    assert not (shop / "link").is_symlink()


def test_a_folder_that_is_not_there_is_an_error(ant: Ant, shop: Path) -> None:
    before = snapshot(shop)
    done = ant("graph", "--output", "no/model.mmd", cwd=shop)
    assert (done.returncode, done.stdout) == (1, "")
    expected = f"Error: Cannot write in '{shop.resolve() / 'no'}': No such file or directory.\n"
    assert done.stderr == expected
    assert snapshot(shop) == before


def test_the_report_carries_the_picture(ant: Ant, shop: Path) -> None:
    report = json.loads(ant("graph", "--report", cwd=shop).stdout)
    text = ant("graph", cwd=shop).stdout
    root = str(shop.resolve())
    assert (report["status"], report["command"]) == ("success", "graph")
    assert (report["project_path"], report["files"], report["errors"]) == (root, [], [])
    assert report["text"] == text
    report = json.loads(ant("graph", "--output", "m.md", "--report", cwd=shop).stdout)
    assert report["files"] == [f"{root}/m.md"]
    assert report["text"] == text == (shop / "m.md").read_text()


def test_a_project_without_a_spec_is_drawn_from_its_code(ant: Ant, project: Path) -> None:
    assert ant("generate", "route", "users", "--type", "POST", cwd=project).returncode == 0
    assert ant("generate", "subroute", "users", "me", cwd=project).returncode == 0
    drawn = ant("graph", cwd=project)
    (project / "ant.json").unlink()
    assert ant("graph", cwd=project).stdout == drawn.stdout
    assert '    u2 --> u3["/users/me<br/>GET"]\n' in drawn.stdout
    assert "erDiagram" not in drawn.stdout
    done = ant("graph", "--format", "svg", "--what", "model", cwd=project)
    assert "No route has fields yet." in done.stdout


def test_what_makes_no_sense_is_refused(ant: Ant, shop: Path, tmp_path: Path) -> None:
    for words in (("--force",), ("--what", "all"), ("--format", "png"), ("users",)):
        done = ant("graph", *words, cwd=shop)
        assert (done.returncode, done.stdout) == (2, ""), words
    elsewhere = ant("graph", cwd=tmp_path)
    assert elsewhere.returncode == 1 and elsewhere.stderr.startswith("Error: No project here")
    (shop / "ant.json").write_text("{")
    done = ant("graph", cwd=shop)
    assert (done.returncode, done.stdout) == (1, "") and "ant.json" in done.stderr


def test_the_picture_in_an_edited_readme_grows_and_undo_takes_it_back(
    ant: Ant, project: Path
) -> None:
    readme = project / "README.md"
    readme.write_text(readme.read_text().replace("# my-api\n", "# Mine\n\nWords of mine.\n"))
    before = readme.read_text()
    users = ("generate", "route", "users", "name:string:required")
    report = json.loads(ant(*users, "--report", cwd=project).stdout)
    assert str(readme.resolve()) in report["files"]
    model = ant("graph", "--what", "model", cwd=project).stdout
    first = readme.read_text()
    assert f"## The data model\n\n```mermaid\n{model}```\n" in first
    assert first.startswith("# Mine\n\nWords of mine.\n")
    assert (
        ant("generate", "route", "orders", "user:reference:to=users", cwd=project).returncode == 0
    )
    assert '"users" |o--o{ "orders" : "user"\n```\n' in readme.read_text()
    assert ant("undo", cwd=project).returncode == 0
    assert readme.read_text() == first
    assert ant("destroy", "route", "users", "--yes", cwd=project).returncode == 0
    assert readme.read_text() == before


def test_a_stub_leaves_the_readme_alone(ant: Ant, project: Path) -> None:
    report = json.loads(ant("generate", "route", "users", "--report", cwd=project).stdout)
    assert len(report["files"]) > 5
    assert not any(path.endswith("README.md") for path in report["files"])


LARGE = {
    "routes": {
        "centre": {"fields": {"name": "string", "tags": "many:to=labels"}},
        "labels": {"fields": {"name": "string"}},
        **{
            f"table_{number}": {
                "fields": {
                    **{f"some_column_{column}": "string:required" for column in range(12)},
                    "centre": "reference:to=centre",
                    **({"before": f"reference:to=table_{number - 1}"} if number else {}),
                }
            }
            for number in range(90)
        },
    }
}


def test_a_picture_that_mermaid_does_not_draw_is_told_and_one_route_can_be_drawn(
    ant: Ant, tmp_path: Path
) -> None:
    ant("generate", "api", "large", "--json", json.dumps(LARGE))
    project = tmp_path / "large"

    whole = ant("graph", "--what", "model", cwd=project)
    assert len(whole.stdout) > 50_000
    assert "--around ROUTE" in whole.stderr
    assert "Warning" not in whole.stdout
    assert json.loads(ant("graph", "--report", cwd=project).stdout)["warnings"]
    assert ant("graph", "--format", "svg", cwd=project).stderr == ""

    part = ant("graph", "--around", "TABLE_5", cwd=project)
    tables = {line.split('"')[1] for line in part.stdout.splitlines() if line.endswith("{")}
    assert tables == {"table_4", "table_5", "table_6", "centre"}
    assert part.stdout.count("table_7") == 0
    assert "/table_5/&lt;id&gt;" in part.stdout or "/table_5/#lt;id#gt;" in part.stdout
    assert part.stderr == ""


def test_an_association_leads_on_to_its_other_end(ant: Ant, tmp_path: Path) -> None:
    ant("generate", "api", "large", "--json", json.dumps(LARGE))
    drawn = ant("graph", "--what", "model", "--around", "labels", cwd=tmp_path / "large").stdout
    tables = {line.split('"')[1] for line in drawn.splitlines() if line.endswith("{")}
    assert {"labels", "centre"} < tables
    assert len(tables) == 3


def test_a_route_that_is_not_there_has_no_neighbours(ant: Ant, tmp_path: Path) -> None:
    ant("generate", "api", "large", "--json", json.dumps(LARGE))
    done = ant("graph", "--around", "centr", cwd=tmp_path / "large")
    assert done.returncode == 1
    assert "Did you mean 'centre'?" in done.stderr
