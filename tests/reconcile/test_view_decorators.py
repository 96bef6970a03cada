"""A guard comes to, and goes from, a view that somebody has edited."""

import pytest

from ant.core.errors import CannotMerge
from ant.reconcile.merge import merge

PATH = "api/routes/users_route.py"


def rendered(*guards: str) -> bytes:
    names = ", ".join(sorted({guard.partition("(")[0] for guard in guards}))
    imported = [f"from decorators.token_required import {names}"] if guards else []
    lines = [
        "from flask import Blueprint, Response, jsonify", "", *imported,
        "from services.users_service import myUsersService", "",
        'users_bp = Blueprint("users", __name__, url_prefix="/users")', "", "",
        '@users_bp.get("")', *(f"@{guard}" for guard in guards), "def get_users() -> Response:",
        '    """List users."""', "    return jsonify(myUsersService.get_users())",
    ]  # fmt: skip
    return ("\n".join(lines) + "\n").encode()


def edited(*changes: tuple[str, str], of: bytes | None = None) -> bytes:
    text = (of or rendered()).decode()
    for old, new in (("    return jsonify(", "    log()\n    return jsonify("), *changes):
        assert text.count(old) == 1, old
        text = text.replace(old, new)
    return text.encode()


def merged(current: bytes, old: bytes, new: bytes) -> str:
    return merge(PATH, current, old, new).decode()


def head(text: str) -> str:
    """What stands above the view."""
    return text[text.index("url_prefix") :].partition("\n\n\n")[2].partition("def get_users")[0]


@pytest.mark.parametrize(
    "guards",
    [["token_required"], ['role_required("a")'], ['role_required("a")', 'scope_required("b")']],
)
def test_what_comes_goes_again(guards: list[str]) -> None:
    before = edited()
    on = merged(before, rendered(), rendered(*guards))
    assert head(on) == '@users_bp.get("")\n' + "".join(f"@{guard}\n" for guard in guards)
    assert "    log()\n" in on
    assert "from decorators.token_required import" in on
    assert merged(on.encode(), rendered(*guards), rendered()) == before.decode()


@pytest.mark.parametrize(
    ("above", "after"),
    [
        ('@users_bp.get("")\n', '@users_bp.get("")\n@token_required\n'),
        ('@users_bp.get("/all")\n', '@users_bp.get("/all")\n@token_required\n'),
        ('@users_bp.get("")\n@cached(60)\n', '@users_bp.get("")\n@token_required\n@cached(60)\n'),
        ('@traced\n@users_bp.get("")\n', '@traced\n@users_bp.get("")\n@token_required\n'),
        (
            '@users_bp.get("")\n@users_bp.route("/all", methods=["GET"])\n',
            '@users_bp.get("")\n@users_bp.route("/all", methods=["GET"])\n@token_required\n',
        ),
        (
            '@users_bp.get(\n    ""\n)  # mine\n# why\n',
            '@users_bp.get(\n    ""\n)  # mine\n@token_required\n# why\n',
        ),
        ('@users_bp.get("")\n@token_required\n', '@users_bp.get("")\n@token_required\n'),
    ],
)
def test_it_goes_below_every_url_and_above_all_else(above: str, after: str) -> None:
    imported = (
        "from services",
        "from decorators.token_required import token_required\nfrom services",
    )
    before = edited(('@users_bp.get("")\n', above), *([imported] if "token" in above else []))
    on = merged(before, rendered(), rendered("token_required"))
    assert head(on) == after
    assert on.count("import token_required") == 1


def test_names_are_those_of_the_file() -> None:
    imported = "from decorators.token_required import token_required as known\nfrom services"
    before = edited(
        ("users_bp = ", "bp = "), ('@users_bp.get("")', '@bp.get("")'), ("from services", imported)
    )
    on = merged(before, rendered(), rendered("token_required"))
    assert head(on) == '@bp.get("")\n@known\n'


@pytest.mark.parametrize("newline", ["\n", "\r\n"])
def test_lines_end_as_they_do_there(newline: str) -> None:
    before = edited().decode().replace("\n", newline)
    on = merged(before.encode(), rendered(), rendered("token_required"))
    assert on.count(newline) == on.count("\n") == before.count("\n") + 2


def test_one_guard_takes_the_place_of_another() -> None:
    old, new = rendered('role_required("a")'), rendered('scope_required("b")')
    on = merged(edited(("def get_users", "@cached\ndef get_users"), of=old), old, new)
    assert head(on) == '@users_bp.get("")\n@scope_required("b")\n@cached\n'
    assert "import scope_required\n" in on


def test_what_its_owner_has_taken_out_need_not_go() -> None:
    old = rendered("token_required")
    on = merged(edited(("@token_required\n", ""), of=old), old, rendered())
    assert head(on) == '@users_bp.get("")\n'


@pytest.mark.parametrize("instead", ['role_required("b")', "token_required"])
def test_what_a_refusal_has_shown_and_is_there_now_counts_as_done(instead: str) -> None:
    current = edited(of=rendered(instead))
    assert merged(current, rendered('role_required("a")'), rendered(instead)) == current.decode()


def test_a_guard_of_its_owner_is_no_matter_of_public_that_goes() -> None:
    current = edited(of=rendered('role_required("own")'))
    assert merged(current, rendered("public"), rendered()) == current.decode()


@pytest.mark.parametrize(
    ("change", "new"),
    [
        (('role_required("a")', 'role_required("own")'), ['role_required("b")']),
        (('role_required("a")', 'role_required("own")'), []),
        (('role_required("a")', "token_required"), ['scope_required("b")']),
        (('role_required("a")', 'role_required("a")  # mine'), ["token_required"]),
        (('@users_bp.get("")', "@listing"), ["token_required"]),
    ],
)
def test_what_is_not_as_it_was_generated_is_refused_with_what_to_write(
    change: tuple[str, str], new: list[str]
) -> None:
    old = rendered('role_required("a")')
    text = edited(of=old).decode()
    place = text.index('@users_bp.get("")')
    assert change[0] in text[place:]
    current = text[:place] + text[place:].replace(*change, 1)
    with pytest.raises(CannotMerge) as refused:
        merge(PATH, current.encode(), old, rendered(*new))
    wanted = "".join(f"    @{guard}\n" for guard in new)
    shown = (
        f'Change to this by hand:\n    @users_bp.get("")\n{wanted}    def get_users() -> Response:'
    )
    assert str(refused.value).rstrip().endswith(shown)


def test_a_view_that_is_gone_or_a_class_now_is_refused() -> None:
    text = edited().decode()
    for current in (
        text.replace("def get_users", "def own"),
        text[: text.index("@users_bp")] + "class get_users:\n    pass\n",
    ):
        with pytest.raises(CannotMerge):
            merge(PATH, current.encode(), rendered(), rendered("token_required"))
