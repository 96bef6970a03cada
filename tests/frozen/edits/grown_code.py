"""What people write into a clinic that grew by commands, before it grows on."""

from pathlib import Path

from frozen.edits.editing import add, append, insert_after, insert_before, replace, rewrite


def answer_how_the_database_is(project: Path) -> None:
    """A generated sketch becomes what it was to become."""
    service = "api/services/health_service.py"
    insert_after(project, service, "from typing import Any\n", "\nfrom sqlalchemy import text\n")
    replace(
        project, service, "from helper.functions.load_mock import load_mock\n",
        "from helper.DBSession import myDB\n",
    )  # fmt: skip
    replace(
        project, service, '        """Return the mock."""\n        return load_mock("health")\n',
        '        """Return what the database says."""\n'
        '        return {"ok": myDB.execute(text("SELECT 1")).scalar() == 1}\n',
    )  # fmt: skip
    add(
        project, "tests/test_health.py",
        '"""The health of the clinic."""\n\nfrom flask.testing import FlaskClient\n\n\n'
        "def test_the_database_answers(client: FlaskClient) -> None:\n"
        '    assert client.get("/health").get_json() == {"ok": True}\n',
    )  # fmt: skip


def tidy_up_names_of_patients(project: Path) -> None:
    """A rule in two generated methods, in a function of its own."""
    service = "api/services/patients_service.py"
    for call in ("self.repository.insert(data)", "self.repository.update(id, data, check)"):
        times = 1 if "insert" in call else 2
        replace(project, service, call, call.replace("data", "_tidied(data)"), times=times)
    insert_before(
        project, service, "\n\nmyPatientsService = ",
        "\n\ndef _tidied(data: dict[str, Any]) -> dict[str, Any]:\n"
        '    """Take out what no receptionist means: several spaces in a row."""\n'
        '    if "phone" in data and data["phone"] is not None:\n'
        '        return {**data, "phone": " ".join(data["phone"].split(" "))}\n'
        "    return data\n",
    )  # fmt: skip


def count_the_visits_of_a_patient(project: Path) -> None:
    """A query and a method beside the generated ones."""
    insert_before(
        project, "api/repositories/visits_repository.py", "from helper.DBSession",
        "from sqlalchemy import func, select\n\n",
    )  # fmt: skip
    insert_before(
        project, "api/repositories/visits_repository.py", "\n\nmyVisitsRepository = ",
        "\n    def count_of(self, patient_id: int) -> int:\n"
        '        """Return how often a patient came."""\n'
        "        wanted = select(func.count()).where(Visits.patient_id == patient_id)\n"
        "        return int(self.db.execute(wanted).scalar_one())\n",
    )  # fmt: skip
    insert_before(
        project, "api/services/visits_service.py", "\n\nmyVisitsService = ",
        "\n    def count_of(self, patient_id: int) -> int:\n"
        '        """Return how often a patient came."""\n'
        "        return self.repository.count_of(patient_id)\n",
    )  # fmt: skip
    append(
        project, "tests/test_visits_route.py",
        "\n\nclass TestCount:\n"
        '    """How often a patient came."""\n\n'
        "    def test_visits_are_counted(self) -> None:\n"
        "        row = visits_factory.insert(visits_factory.body(whole=False))\n"
        "        assert myVisitsService.count_of(row.patient_id) == 1\n",
    )  # fmt: skip
    insert_after(
        project, "tests/test_visits_route.py",
        "from factories.visits_factory import visits_factory\n",
        "from services.visits_service import myVisitsService\n",
    )  # fmt: skip


def configure_the_application(project: Path) -> None:
    """A setting of Flask, and a remark."""
    insert_after(
        project, "api/app.py", "    app = Flask(__name__)\n",
        "    # the proxy of the hospital adds one slash too many\n"
        "    app.url_map.merge_slashes = True\n",
    )  # fmt: skip
    insert_before(
        project, "api/app.py", "    app.register_blueprint(rooms_bp)\n", "    # the house\n"
    )


def write_a_chapter_about_the_clinic(project: Path) -> None:
    """In the README, above the picture that the generator keeps up to date."""
    insert_before(
        project, "README.md", "## The data model\n",
        "## The clinic\n\nA *visit* is without an appointment; it has no invoice of its own.\n\n",
    )  # fmt: skip


def save_files_on_windows(project: Path) -> None:
    """One file gets other line ends, one loses its last one."""
    rewrite(project, "api/decorators/token_required.py", lambda text: text.replace("\n", "\r\n"))
    rewrite(project, "requirements-dev.txt", lambda text: text.rstrip("\n"))
