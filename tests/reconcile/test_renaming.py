"""New names in files that people have edited."""

import pytest

from ant.core.errors import CannotMerge
from ant.core.names.renames import Renames, renamed
from ant.core.names.route_names import RouteNames
from ant.core.planning.consent import Consent
from ant.python_source.source import Source
from ant.reconcile.files import reconcile
from ant.reconcile.renaming.differences import Words, naming
from corpus.resource_growth import BASE, FRESH

SERVICE = "api/services/users_service.py"
MOVED = "api/services/people_service.py"
WORDS = Words(((RouteNames("users"), RouteNames("people")),))
SWAP = Words(
    ((RouteNames("users"), RouteNames("orders")), (RouteNames("orders"), RouteNames("users")))
)
RENAMES = Renames(routes={"users": "people"})


@pytest.mark.parametrize(
    ("words", "old", "new"),
    [
        (WORDS, "get_users_by_id", "get_people_by_id"),
        (WORDS, "myUsersService", "myPeopleService"),
        (WORDS, "/users/<int:id>", "/people/<int:id>"),
        (WORDS, "superusers", "superusers"),
        (WORDS, "Userspace", "Userspace"),
        (SWAP, "get_users_orders", "get_orders_users"),
        (SWAP, "models.Orders_model", "models.Users_model"),
        (
            Words(((RouteNames("a_b"), RouteNames("c_d")),)),
            "models.A_b_model get_a_b AB ABService TAB",
            "models.C_d_model get_c_d CD CDService TAB",
        ),
    ],
)
def test_words_change_where_they_stand_alone(words: Words, old: str, new: str) -> None:
    assert words.replaced(old) == new


@pytest.mark.parametrize(
    ("old", "new", "is_renamed"),
    [
        ("def get_users(): return 'users'\n", "def get_people(): return 'people'\n", True),
        ("from a.users import x\nimport b\n", "import b\nfrom a.people import x\n", True),
        ("get_users(users)\n", "get_people(users)\n", True),
        ("get_users(1)\n", "get_people(2)\n", False),
        ("get_users()\nget_users()\n", "get_people()\nget_users()\n", False),
        ("get_users()\n", "get_humans()\n", False),
        ("get_users()\n", "get_people()\nmore()\n", False),
    ],
)
def test_renderings_that_differ_in_more_than_names_are_told_apart(
    old: str, new: str, is_renamed: bool
) -> None:
    found = naming(Source(old.encode()), Source(new.encode()), WORDS)
    assert (found is not None) is is_renamed


def after(mine: str) -> str:
    """The service under its new name, with what somebody wrote at its end."""
    files = FRESH | {SERVICE: FRESH[SERVICE] + mine.encode()}
    plan = reconcile(files, BASE, renamed(BASE, RENAMES), Consent(renames=RENAMES))
    changes = {change.path: change.after for change in plan.changes}
    assert changes[SERVICE] is None
    content = changes[MOVED]
    assert content is not None
    return content.decode()


@pytest.mark.parametrize(
    ("mine", "moved"),
    [
        ("\n\nMINE = UsersService()  # of users\n", "\n\nMINE = PeopleService()  # of users\n"),
        ('\n\ndef mine():\n    """About users."""\n', '\n\ndef mine():\n    """About users."""\n'),
        ("\n\nx = myUsersService . get_users\n", "\n\nx = myPeopleService . get_people\n"),
        ("\n\nZoë = 'superusers'\n", "\n\nZoë = 'superusers'\n"),
    ],
)
def test_what_uses_generated_names_follows_them(mine: str, moved: str) -> None:
    assert after(mine).endswith(moved)


@pytest.mark.parametrize(
    ("mine", "told"),
    [
        ("\n\nTABLE = 'users'\n", "has the text 'users'"),
        ("\n\nSQL = f'select * from users where id = {1}'\n", "has the text 'select * from users"),
        ("\n\nx = client.get_users(1)\n", "uses client.get_users"),
        ("\n\nPeople = 1\n", "'People' means something there already"),
    ],
)
def test_what_may_mean_something_else_is_refused(mine: str, told: str) -> None:
    with pytest.raises(CannotMerge, match=r"users_service\.py") as caught:
        after(mine)
    assert told in str(caught.value)
    assert all(problem.hint for problem in caught.value.problems)
