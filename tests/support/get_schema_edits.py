"""What an owner takes out of a Get schema, and what is computed there."""

from pathlib import Path

MODEL, SCHEMA = "api/models/Users_model.py", "api/schemas/GetUsers_schema.py"
COMPUTED = '''    orders_count: Mapped[int] = column_property(
        select(func.count(Orders.id))
        .where(Orders.user_id == id)
        .correlate_except(Orders)
        .scalar_subquery()
    )

    next_age: Mapped[int | None] = column_property(age + 1)

    @property
    def label(self) -> str:
        """The name and the age."""
        return f"{self.name} ({self.age})"
'''
LISTED = '''    label = String()
    orders_count = Integer()
    next_age = Integer(allow_none=True)
    initial = fields.Method("first_letter")
    shout = fields.Function(lambda user: user.name.upper())
    password = String()

    def first_letter(self, user: Any) -> str:
        """Return the first letter of the name."""
        return str(user.name[0])
'''


def take_fields_out(project: Path) -> None:
    """Show neither the age of a user nor when it was created."""
    age = "    age = Integer(bits=16, allow_none=True)\n"
    change(project, SCHEMA, (age, ""), ("    created_at = Moment()\n", ""))


def compute_fields(project: Path) -> None:
    """Compute fields in each way there is, and list a private column, which stays private."""
    change(
        project, MODEL,
        (
            "from sqlalchemy import CheckConstraint, ForeignKey, Integer, LargeBinary,"
            " SmallInteger, String\n",
            "from sqlalchemy import (\n    CheckConstraint,\n    ForeignKey,\n    Integer,\n"
            "    LargeBinary,\n    SmallInteger,\n    String,\n    func,\n    select,\n)\n",
        ),
        ("import Mapped, mapped_column", "import Mapped, column_property, mapped_column"),
        ("from startup.", "from models.Orders_model import Orders\nfrom startup."),
    )  # fmt: skip
    change(
        project, "api/models/Orders_model.py",
        ("import Mapped, mapped_column", "import Mapped, mapped_column, relationship"),
    )  # fmt: skip
    with (project / "api/models/Orders_model.py").open("a") as file:
        file.write('\n    buyer = relationship("Users", foreign_keys=[user_id])\n')
    imports = "from typing import Any\n\nfrom marshmallow import Schema, fields\n"
    change(project, SCHEMA, ("from marshmallow import Schema\n", imports))
    for path, lines in ((MODEL, COMPUTED), (SCHEMA, LISTED)):
        with (project / path).open("a") as file:
            file.write(lines)


def change(project: Path, path: str, *swaps: tuple[str, str]) -> None:
    """Replace texts of a file, each of which is there once."""
    text = (project / path).read_text()
    for old, new in swaps:
        assert text.count(old) == 1, (path, old)
        text = text.replace(old, new)
    (project / path).write_text(text)
