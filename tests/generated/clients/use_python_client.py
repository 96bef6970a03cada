"""Call a server with the client of openapi-python-client: ``use_python_client.py URL``."""

import sys

from client import Client
from client.api.owners import create_owners
from client.api.profiles import create_profiles, get_profiles_by_id
from client.api.things import (
    create_things,
    get_things,
    get_things_by_id,
    get_things_scan,
    patch_things,
)
from client.models import (
    Error,
    GetThingsByIdExpandItem,
    GetThingsExpandItem,
    GetThingsFieldsItem,
    PatchThings,
    PostOwners,
    PostProfiles,
    PostThings,
    Things,
    ThingsFilters,
    ThingsPage,
)
from values import VALUES

client = Client(sys.argv[1])
owner = create_owners.sync(client=client, body=PostOwners(id="ada", name="Ada"))
body = PostProfiles(owner_id=owner.id, bio="Counts.")
profile = create_profiles.sync(client=client, body=body)
assert (profile.id, profile.owner_id) == ("ada", "ada")
assert get_profiles_by_id.sync(id="ada", client=client).to_dict() == profile.to_dict()
values = {**VALUES, "owner_id": owner.id, "about_type": "profiles", "about_id": profile.id}
created = create_things.sync_detailed(client=client, body=PostThings(secret="a secret", **values))
assert created.status_code == 201, created
row, etag = created.parsed, created.headers["ETag"]
assert isinstance(row, Things)
for name, value in values.items():
    assert getattr(row, name) == value, (name, getattr(row, name))
two = create_things.sync(client=client, body=PostThings(name="Two", price="20.25", scan="AP8="))
assert get_things_scan.sync_detailed(id=two.id, client=client).content == b"\x00\xff"
read = get_things_by_id.sync(id=two.id, client=client, expand=[GetThingsByIdExpandItem.SCAN])
assert read.to_dict() == {**two.to_dict(), "scan": "AP8="}
assert get_things_by_id.sync(id=row.id, client=client).to_dict() == row.to_dict()
read = get_things_by_id.sync(id=row.id, client=client, expand=[GetThingsByIdExpandItem.OWNER])
assert read.to_dict() == {**row.to_dict(), "owner": owner.to_dict()}
some = {"fields": [GetThingsFieldsItem.NAME], "expand": [GetThingsExpandItem.OWNER]}
[read] = get_things.sync(client=client, filters=ThingsFilters(id=row.id), **some).items
assert read.to_dict() == {"name": row.name, "owner": owner.to_dict()}

filters = ThingsFilters(price_gt="15", id_in=[row.id, row.id + 1], name_contains="w")
page = get_things.sync(client=client, filters=filters, sort="-price,id", per_page=5)
assert isinstance(page, ThingsPage)
assert [item.name for item in page.items] == ["Two"]

patched = patch_things.sync(id=row.id, client=client, body=PatchThings(size=4), if_match=etag)
assert (patched.size, patched.price) == (4, "10.50")
stale = patch_things.sync_detailed(
    id=row.id, client=client, body=PatchThings(size=5), if_match=etag
)
assert (stale.status_code, type(stale.parsed)) == (412, Error)
half = patch_things.sync_detailed(
    id=row.id, client=client, body=PatchThings(about_type=row.about_type)
)
assert (half.status_code, [*half.parsed.errors.additional_properties]) == (400, ["about_id"])
conflict = create_things.sync_detailed(client=client, body=PostThings(name="One"))
assert (conflict.status_code, type(conflict.parsed)) == (409, Error)
assert "name" in conflict.parsed.errors.additional_properties
