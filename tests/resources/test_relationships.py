"""A ``relationship()`` in a model: the API starts with it, whatever is imported first."""

import shutil
from pathlib import Path

import pytest

from support.server import run_in_api

ADDED = {
    "Users": ("orders", "Orders", "user"),
    "Orders": ("user", "Users", "orders"),
}
USE = """
from app import create_app
from helper.DBSession import myDB
from models.Orders_model import Orders
from models.Users_model import Users
from repositories.orders_repository import myOrdersRepository

client = create_app().test_client()
user = client.post("/users", json={"name": "Ada", "email": "ada@example.com"}).get_json()
order = client.post("/orders", json={"user_id": user["id"]}).get_json()
assert client.get(f"/users/{user['id']}").get_json() == user
with myDB.transaction() as session:
    ada = session.get_one(Users, user["id"])
    assert [row.id for row in ada.orders] == [order["id"]]
    assert ada.orders[0].user is ada
    myOrdersRepository.remove(order["id"])
    assert ada.orders == []
"""


@pytest.mark.slow
@pytest.mark.parametrize("first", ["repositories.orders_repository", "routes.users_route", "app"])
def test_relationships_are_looked_up_only_after_all_models_are_imported(
    first: str, store: Path, project_python: Path, tmp_path: Path
) -> None:
    project = Path(shutil.copytree(store, tmp_path / "store"))
    for model, (name, target, back) in ADDED.items():
        path = project / f"api/models/{model}_model.py"
        text = path.read_text()
        head, mark, rest = text.partition(f'    __tablename__ = "{model.lower()}"\n')
        imported = head.replace(
            "import Mapped, mapped_column", "import Mapped, mapped_column, relationship"
        )
        assert mark and imported != head
        keys = f'foreign_keys="Orders.user_id", back_populates="{back}"'
        path.write_text(f'{imported}{mark}{rest}    {name} = relationship("{target}", {keys})\n')
    settings = {"DB_URL": "", "SQLITE_FILE": str(tmp_path / "app.db"), "FLASK_ENV": "development"}
    done = run_in_api(project, project_python, f"import {first}\n{USE}", settings)
    assert done.returncode == 0, done.stderr
