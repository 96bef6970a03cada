"""How people rearrange the layers of a resource."""

from collections.abc import Callable, Mapping
from typing import NamedTuple

from corpus.edits import Edit, Files, commented, end_with, formatter, new_file, swap, without

MODEL = "api/models/Users_model.py"
POST = "api/schemas/PostUsers_schema.py"
GET = "api/schemas/GetUsers_schema.py"
REPOSITORY = "api/repositories/users_repository.py"
SERVICE = "api/services/users_service.py"
ROUTE = "api/routes/users_route.py"
LAYERS = (MODEL, POST, GET, REPOSITORY, SERVICE, ROUTE)
EDITED = (*LAYERS, "api/app.py", "api/startup/Alchemy.py")

AGE = """\
    age: Mapped[int | None] = mapped_column(Integer, CheckConstraint("age >= 0", name="age_range"))
"""
NAME = """\
    name: Mapped[str] = mapped_column(
        String(120),
        CheckConstraint("trim(name) <> ''", name="name_blank"),
        CheckConstraint("length(name) <= 120", name="name_length"),
    )
"""
PHONE = """\
    phone: Mapped[str | None] = mapped_column(
        String(20),
        CheckConstraint("trim(phone) <> ''", name="phone_blank"),
        CheckConstraint("length(phone) <= 20", name="phone_length"),
    )
"""
POST_AGE = "    age = Integer(load_default=None, validate=validate.Range(min=0))\n"
META = "    class Meta(Schema.Meta):\n        ordered = True\n\n"
COMMENT = "somebody has written a comment there"


class Case(NamedTuple):
    """A project that somebody edited."""

    edits: tuple[Edit, ...]
    refused: Mapping[str, str] = {}
    """By operation what the refusal says; ``*`` stands for all others; the rest merges."""
    own_imports: bool = False
    """Whether it imports more, or under other names, than what is generated."""


def everywhere(change: Callable[[bytes], bytes]) -> Edit:
    """Change all files that will grow."""

    def edit(files: Files) -> None:
        files.update({path: change(files[path]) for path in EDITED})

    return edit


def formatted(*options: str) -> Edit:
    """Let the formatter loose."""
    return everywhere(formatter(*options))


COMMENTED = dict.fromkeys(
    (
        "add the first hidden field", "add a password", "remove a field", "change a modifier",
        "change a type", "rename a field", "add a reference", "destroy a route that leads here",
    ),
    COMMENT,
)  # fmt: skip
ADDING = ("add a field", "add fields that need imports", "add a field in front")
CHANGING = ("change a modifier", "change a type")
HIDING = ("add the first hidden field", "add a password")

RESOURCE_CASES = {
    "untouched": Case(()),
    "formatted at 40 columns": Case((formatted("--line-length=40"),)),
    "formatted at 120 columns": Case((formatted("--line-length=120"),)),
    "formatted with single quotes": Case(
        (formatted("--line-length=79", "--config", "format.quote-style='single'"),)
    ),
    "CRLF": Case((everywhere(lambda content: content.replace(b"\n", b"\r\n")),)),
    "CR": Case((everywhere(lambda content: content.replace(b"\n", b"\r")),)),
    "BOM": Case((everywhere(lambda content: b"\xef\xbb\xbf" + content),)),
    "tabs": Case((everywhere(lambda content: content.replace(b"    ", b"\t")),)),
    "no final newline": Case((everywhere(lambda content: content.rstrip(b"\n")),)),
    "an encoding line": Case((everywhere(lambda c: b"# -*- coding: utf-8 -*-\n" + c),)),
    "comments everywhere": Case((everywhere(commented),), COMMENTED),
    "methods added": Case(
        (
            swap(MODEL, AGE, f"{AGE}\n    def grown_up(self) -> bool:\n"
                 "        return (self.age or 0) >= 18\n\n"),
            end_with(SERVICE, "\n\ndef mine() -> int:\n    return 1\n"),
        ),
        {"remove a field": "uses self.age"},
    ),
    "methods reordered": Case(
        (
            swap(SERVICE, "    def delete_users(", "    def mine(self) -> int:\n"
                 "        return 1\n\n    def delete_users("),
            swap(ROUTE, '@users_bp.delete("/<int:id>")', '@users_bp.get("/mine")\n'
                 "def mine() -> Response:\n    return Response(status=204)\n\n\n"
                 '@users_bp.delete("/<int:id>")'),
        )
    ),
    "columns reordered": Case(
        (swap(MODEL, AGE, ""), swap(MODEL, NAME, AGE + NAME), swap(POST, POST_AGE, ""),
         swap(POST, "    name = ", f"{POST_AGE}    name = "))
    ),
    "columns in groups": Case(
        (swap(MODEL, AGE, f"\n    # about the person\n{AGE}\n    # how to reach them\n"),)
    ),
    "a column of one's own": Case(
        (swap(MODEL, PHONE, f"{PHONE}    shoe: Mapped[int | None] = mapped_column(Integer)\n"),),
        {}, True,
    ),
    "a validator of one's own": Case(
        (
            swap(POST, "import Schema, validate",
                 "import Schema, ValidationError, validate, validates"),
            end_with(POST, '\n    @validates("age")\n    def check_age(self, value: int, '
                     "data_key: str) -> None:\n        if value == 13:\n"
                     '            raise ValidationError("unlucky")\n'),
        ),
        {"remove a field": "uses 'age'"},
    ),
    "a schema with a Meta": Case(
        (swap(GET, "    id = ", f"{META}    id = "),
         swap(POST, "    name = ", f"{META}    name = "))
    ),
    "a model with a mixin": Case(
        (swap(MODEL, "class Users(Base)", "class Users(Loud, Base)"),
         swap(MODEL, "@dataclass(eq", "class Loud:\n    def loud(self) -> str:\n"
              '        return "!"\n\n\n@dataclass(eq'))
    ),
    "a model with another decorator": Case(
        (swap(MODEL, "@dataclass(eq", "@known\n@dataclass(eq"),
         swap(MODEL, "from startup.Alchemy import Base\n", "from startup.Alchemy import Base\n\n\n"
              "def known(cls: type) -> type:\n    return cls\n"))
    ),
    "a dataclass with other arguments": Case(
        (swap(MODEL, "init=False)", "init=False, match_args=False)"),),
        {"add the first hidden field": "@dataclass is not as it was generated",
         "add a password": "@dataclass is not as it was generated"},
    ),
    "imports under other names": Case(
        (
            swap(MODEL, "import datetime as dt", "import datetime as when"),
            swap(MODEL, "dt.datetime", "when.datetime"),
            swap(MODEL, "Integer, String\n", "Integer as Whole, String as Chars\n"),
            swap(MODEL, "(Integer,", "(Whole,"), swap(MODEL, " String(", " Chars("),
            swap(MODEL, "import dataclass", "import dataclass as d"),
            swap(MODEL, "@dataclass(", "@d("),
        ),
        {}, True,
    ),
    "a hand-made column for age": Case(
        (swap(MODEL, AGE, AGE.replace('"age_range")', '"age_range"), index=True')),),
        dict.fromkeys(
            ("remove a field", *CHANGING), "age is not as it was generated"
        ),
    ),
    "the new field is there already": Case(
        (swap(MODEL, PHONE, f"{PHONE}    site: Mapped[str | None] = mapped_column(String(9))\n"),),
        {"add a field": "there is already something called site"},
    ),
    "no model": Case(
        (without(MODEL),),
        dict.fromkeys((*ADDING, *HIDING, *CHANGING), "the file is not there"),
    ),
    "no longer Python": Case(
        (end_with(MODEL, ")\n"),),
        dict.fromkeys(
            (*ADDING, *HIDING, *CHANGING, "remove a field", "rename a field"),
            "this is not Python that we can read",
        )
        | {"rename a route": "cannot be renamed without risk"},
    ),
    "code elsewhere": Case(
        (
            new_file("api/helper/reminders.py", '"""Mine."""\n\nfrom services.users_service import '
                     "myUsersService\n\n\ndef call(id: int) -> str:\n"
                     "    row = myUsersService.get_users_by_id(id)\n"
                     "    return f'{row.phone}'\n"),
        ),
        {"rename a field": "reminders.py:8 uses row.phone",
         "rename a route": "reminders.py:3 uses services.users_service"},
    ),
    "texts of one's own": Case(
        (end_with(ROUTE, '\n\nOLD_NAMES = {"users": "people"}\n'),),
        {"rename a route": "has the text 'users'"},
    ),
}  # fmt: skip
