"""How people rearrange the layers of a route, and whole projects."""

from corpus.edits import (
    REPOSITORY,
    ROUTE,
    SCHEMA,
    SERVICE,
    Case,
    commented,
    end_with,
    everywhere,
    formatted,
    new_file,
    swap,
    without,
)

VIEW = '@users_bp.get("/profile")\ndef get_profile() -> Response:\n'
BLUEPRINT = 'users_bp = Blueprint("users", __name__, url_prefix="/users")\n'
FUTURE = b"from __future__ import annotations\n\n"
CLASS = "class UsersService:\n"
GET_USERS = "    def get_users(self) -> str:\n"
FLASK = "from flask import Blueprint, Response, jsonify\n"
ALL = ("GET", "POST", "PUT", "PATCH", "DELETE")
WITH_DATA = ("POST", "PUT", "PATCH")


def refused(methods: tuple[str, ...], reason: str, *kinds: str) -> dict[str, str]:
    """A refusal of subroutes of these methods, with a mock and without."""
    return {f"{method}{kind}": reason for method in methods for kind in kinds or ("", " mock")}


LAYER_CASES = {
    "untouched": Case(()),
    "formatted at 40 columns": Case((formatted("--line-length=40"),)),
    "formatted at 120 columns": Case((formatted("--line-length=120"),)),
    "formatted with single quotes": Case(
        (formatted("--line-length=79", "--config", "format.quote-style='single'"),)
    ),
    "formatted with tabs": Case((formatted("--config", "format.indent-style='tab'"),)),
    "comments everywhere": Case((everywhere(commented),)),
    "CRLF": Case((everywhere(lambda content: content.replace(b"\n", b"\r\n")),)),
    "CR": Case((everywhere(lambda content: content.replace(b"\n", b"\r")),)),
    "mixed line ends": Case(
        (everywhere(lambda content: content.replace(b"\n", b"\r\n", len(content) // 80)),)
    ),
    "BOM": Case((everywhere(lambda content: b"\xef\xbb\xbf" + content),)),
    "tabs": Case((everywhere(lambda content: content.replace(b"    ", b"\t")),)),
    "two spaces": Case((everywhere(lambda content: content.replace(b"    ", b"  ")),)),
    "no final newline": Case((everywhere(lambda content: content.rstrip(b"\n")),)),
    "many final newlines": Case((everywhere(lambda content: content + b"\n\n\n"),)),
    "form feeds": Case((everywhere(lambda c: c.replace(b"\n\n\n", b"\n\x0c\n\n")),)),
    "U+2028 in a string": Case((everywhere(lambda c: c.replace(b'"""', b'"""\xe2\x80\xa8', 1)),)),
    "an encoding line": Case((everywhere(lambda c: b"# -*- coding: utf-8 -*-\n" + c),)),
    "another encoding": Case(
        (everywhere(lambda c: b"# -*- coding: latin-1 -*-\n# \xe9\n" + c),),
        {"route": "encoding", "subroute": "encoding"},
    ),
    "view with more decorators": Case(
        (swap(ROUTE, VIEW, f"@users_bp.get(\n    '/profile'\n)\n"
              f"@users_bp.get('/me')\n{VIEW[26:]}"),)
    ),
    "a view of one's own": Case(
        (end_with(ROUTE, "\n\n@users_bp.get('/mine')\ndef mine() -> str:\n    return 'mine'\n"),)
    ),
    "a view of one's own before all": Case(
        (swap(ROUTE, BLUEPRINT, f"{BLUEPRINT}\n@users_bp.get('/mine')\n"
              "def mine():\n    return ''\n"),)
    ),
    "comments at the end of a view": Case(
        (end_with(ROUTE, "    # the end of the view\n"),)
    ),
    "blueprint under another variable": Case((swap(ROUTE, "users_bp", "people"),
                                              swap("api/app.py", "import users_bp",
                                                   "import people as users_bp"))),
    "blueprint with another prefix": Case((swap(ROUTE, '"/users"', '"/people"'),)),
    "blueprint typed": Case((swap(ROUTE, "users_bp = ", "users_bp: Blueprint = "),)),
    "two blueprints": Case(
        (swap(ROUTE, BLUEPRINT, f"{BLUEPRINT}other_bp = Blueprint('other', __name__)\n"),)
    ),
    "two blueprints, both unlike": Case(
        (
            swap(ROUTE, BLUEPRINT, "a = Blueprint('a', __name__)\nb = Blueprint('b', __name__)\n"),
            swap(ROUTE, "@users_bp", "@a"), swap("api/app.py", "import users_bp",
                                                 "import a as users_bp"),
        ),
        {"subroute": "not clear which blueprint"}, False,
    ),
    "blueprint imported": Case(
        (
            swap(ROUTE, BLUEPRINT, "from routes.shared import users_bp\n"),
            new_file("api/routes/shared.py", f"from flask import Blueprint\n\n{BLUEPRINT}"),
        )
    ),
    "blueprint and views in another file": Case(
        (
            swap(ROUTE, VIEW, "def get_profile() -> Response:\n"),
            swap(ROUTE, BLUEPRINT, ""), swap(ROUTE, '@users_bp.get("")\n', ""),
            swap("api/app.py", "routes.users_route", "routes.people"),
            new_file("api/routes/people.py", "from flask import Blueprint\n\n"
                     "from routes.users_route import get_profile, get_users\n\n" + BLUEPRINT
                     + "users_bp.get('')(get_users)\nusers_bp.get('/profile')(get_profile)\n"),
        ),
        {"subroute": "'users_bp' is not there"},
    ),
    "views in a factory": Case(
        (
            swap(ROUTE, BLUEPRINT, "def make() -> Blueprint:\n"
                 "    users_bp = Blueprint('users', __name__)\n    return users_bp\n"),
            swap(ROUTE, '@users_bp.get("")\n', ""), swap(ROUTE, '@users_bp.get("/profile")\n', ""),
        ),
        {"subroute": "'users_bp' is not there"}, False,
    ),
    "flask imported over several lines": Case(
        (swap(ROUTE, FLASK, "from flask import (\n    Blueprint,  # b\n"
              "    Response,\n    jsonify,\n)\n"),)
    ),
    "flask imported two a line": Case(
        (swap(ROUTE, FLASK, "from flask import (Blueprint, Response,\n"
              "                   jsonify)\n"),)
    ),
    "flask imported with a comment": Case((swap(ROUTE, FLASK, f"{FLASK[:-1]}  # mine\n"),)),
    "flask under other names": Case(
        (
            swap(ROUTE, "jsonify", "to_json"),
            swap(ROUTE, "Response, to_json", "Response, jsonify as to_json"),
        )
    ),
    "flask by a star": Case(
        (swap(ROUTE, FLASK, "from flask import *\n"),), leaves_imports=True
    ),
    "load_body means something else": Case(
        (swap(ROUTE, BLUEPRINT, f"load_body = None\n{BLUEPRINT}"),),
        refused(WITH_DATA, "already means something else"),
    ),
    "load_body under another name": Case(
        (swap(ROUTE, "\n\nfrom services", "\n\nfrom helper.functions.load_body import "
              "load_body as body\nfrom services"),)
    ),
    "no load_body": Case((without("api/helper/functions/load_body.py"),)),
    "no schema file": Case((without(SCHEMA),)),
    "schema under another name": Case((swap(SCHEMA, "PostUsersSchema", "UserSchema"),)),
    "schema imported already": Case(
        (swap(ROUTE, "\n\nfrom services", "\n\nfrom schemas.PostUsers_schema import (\n"
              "    PostUsersSchema as Body,\n)\nfrom services"),)
    ),
    "schema of one's own": Case((swap(SCHEMA, "model", "name"),)),
    "jsonify replaced": Case(
        (swap(ROUTE, BLUEPRINT, f"def jsonify(value): return value\n\n\n{BLUEPRINT}"),),
        {"subroute": "already means something else"}, False,
    ),
    "a function with the new view's name": Case(
        (swap(ROUTE, BLUEPRINT, f"{BLUEPRINT}\n\ndef create_photo() -> None: ...\n"),),
        refused(("POST",), "already something called create_photo"),
    ),
    "a view at the new path": Case(
        (end_with(ROUTE, "\n\n@users_bp.post('/photo')\ndef upload() -> str:\n    return ''\n"),),
        refused(("POST",), "already a view for that, upload()"),
    ),
    "a route() at the new path": Case(
        (end_with(ROUTE, "\n\n@users_bp.route('/photo', methods=['PUT', 'PATCH'])\n"
                  "def upload() -> str:\n    return ''\n"),),
        refused(("PUT", "PATCH"), "already a view for that, upload()"),
    ),
    "service under another name in the view": Case(
        (swap(ROUTE, "import myUsersService", "import myUsersService as service"),
         swap(ROUTE, "(myUsersService.", "(service."))
    ),
    "service replaced in the view": Case(
        (swap(ROUTE, "from services.users_service", "from services.people"),
         new_file("api/services/people.py", "from services.users_service import myUsersService\n")),
        {"subroute": "already means something else"},
    ),
    "methods reordered and added": Case(
        (swap(SERVICE, GET_USERS, "    def mine(self) -> int:\n        return 1\n\n" + GET_USERS),)
    ),
    "methods decorated": Case(
        (swap(SERVICE, GET_USERS, f"    @staticmethod\n    def mine() -> int:\n        return 1\n\n"
              f"    @property\n    def more(self) -> int:\n        return 2\n\n{GET_USERS}"),)
    ),
    "methods without blank lines": Case(
        (swap(SERVICE, "\n\n    def", "\n    def"), swap(REPOSITORY, "\n\n    def", "\n    def"))
    ),
    "overloads": Case(
        (swap(SERVICE, GET_USERS, "    @overload\n    def f(self, a: int) -> int: ...\n"
              "    @overload\n"
              "    def f(self, a: str) -> str: ...\n    def f(self, a):\n        return a\n\n"
              + GET_USERS),
         swap(SERVICE, "\nfrom repositories", "\nfrom typing import overload\n\nfrom repositories"))
    ),
    "methods in if": Case(
        (swap(SERVICE, GET_USERS, "    if True:\n        def mine(self) -> int:\n"
              "            return 1\n\n"
              + GET_USERS),)
    ),
    "a nested class": Case(
        (swap(SERVICE, GET_USERS, "    class Meta:\n        def create_photo(self) -> None: ...\n\n"
              + GET_USERS),)
    ),
    "a method with the new one's name": Case(
        (swap(SERVICE, GET_USERS, "    async def create_photo(self) -> None: ...\n\n"
              + GET_USERS),),
        refused(("POST",), "already something called create_photo"),
    ),
    "an attribute with the new method's name": Case(
        (swap(SERVICE, GET_USERS, f"    get_photo = None\n\n{GET_USERS}"),),
        refused(("GET",), "already something called get_photo"),
    ),
    "class in if": Case(
        (swap(SERVICE, CLASS, f"if True:\n    class Other: pass\n{CLASS}"),)
    ),
    "class defined twice": Case(
        (swap(SERVICE, CLASS, f"class UsersService: pass\n\n\n{CLASS}"),),
        {"subroute": "no UsersService at the top of the file, or more than one"},
    ),
    "class renamed": Case(
        (swap(SERVICE, "UsersService", "People"), swap(SERVICE, "myPeople", "myUsersService")),
        {"subroute": "no UsersService"},
    ),
    "class with another base": Case((swap(SERVICE, "UsersService:", "UsersService(object):"),)),
    "Any for typing alone": Case(
        (swap(SERVICE, "\nfrom repositories", "\nfrom typing import TYPE_CHECKING\n\n"
              "if TYPE_CHECKING:\n    from typing import Any\n\nfrom repositories"),),
        refused(WITH_DATA, "'Any' already means something else")
        | refused(("GET", "DELETE"), "'Any' already means something else", " mock"),
    ),
    "typing imported over several lines": Case(
        (swap(SERVICE, "\nfrom repositories", "\nfrom typing import (\n    Optional,  # o\n"
              "    cast,\n)\n\nfrom repositories"),)
    ),
    "typing imported two a line": Case(
        (swap(SERVICE, "\nfrom repositories", "\nfrom typing import (Optional,\n"
              "                    cast)\n\nfrom repositories"),)
    ),
    "typing imported with a comment": Case(
        (swap(SERVICE, "\nfrom repositories", "\nfrom typing import cast  # mine\n\n"
              "from repositories"),)
    ),
    "Any under another name": Case(
        (swap(SERVICE, "\nfrom repositories", "\nfrom typing import Any as Thing\n\n"
              "from repositories"),)
    ),
    "Any by the module": Case(
        (swap(SERVICE, "\nfrom repositories", "\nimport typing\n\nfrom repositories"),)
    ),
    "future annotations": Case(
        (everywhere(lambda c: c.replace(b"\n\n", b"\n\n" + FUTURE, 1)),)
    ),
    "no docstring at all": Case(
        (everywhere(lambda c: c.split(b"\n\n", 1)[1]),)
    ),
    "__all__": Case((end_with(ROUTE, '\n\n__all__ = ["users_bp", "get_users"]\n'),
                     end_with(SERVICE, '\n\n__all__ = ["myUsersService"]\n'))),
    "select no longer imported": Case(
        (swap(REPOSITORY, "from sqlalchemy import select\n\n", ""),
         swap(REPOSITORY, "select(Users)", "Users.__table__.select()"))
    ),
    "add_users with more parameters": Case(
        (swap(REPOSITORY, "def add_users(self, model: str)",
              "def add_users(self, model: str, n: int)"),),
        refused(("POST",), "add_users(), which is not as it was generated", ""),
    ),
    "add_users with one more that has a default": Case(
        (swap(REPOSITORY, "def add_users(self, model: str)",
              "def add_users(self, model: str, n: int = 0)"),)
    ),
    "add_users gone": Case(
        (swap(REPOSITORY, "def add_users", "def insert"),),
        refused(("POST",), "add_users(), which is not as it was generated", ""),
    ),
    "no repository file": Case((without(REPOSITORY),), {}, False),
    "no service file": Case((without(SERVICE),), {"subroute": "the file is not there"}, False),
    "no route file": Case((without(ROUTE),), {"subroute": "the file is not there"}, False),
    "a file of one's own in the way": Case(
        (new_file("api/services/orders_service.py", "mine = 1\n"),),
        {"route": "would be generated, and a file of that name is there already"},
    ),
}  # fmt: skip
