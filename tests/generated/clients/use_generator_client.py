"""Call a server with the Python client of openapi-generator: ``use_generator_client.py URL``."""

import sys

from client import (
    ApiClient,
    ApiException,
    Configuration,
    OwnersApi,
    PatchThings,
    PostOwners,
    PostProfiles,
    PostThings,
    ProfilesApi,
    ThingsApi,
    ThingsFilters,
)
from values import VALUES

with ApiClient(Configuration(host=sys.argv[1])) as client:
    owner = OwnersApi(client).create_owners(PostOwners(id="ada", name="Ada"))
    profiles = ProfilesApi(client)
    profile = profiles.create_profiles(PostProfiles(owner_id=owner.id, bio="Counts."))
    assert (profile.id, profile.owner_id) == ("ada", "ada")
    assert profiles.get_profiles_by_id("ada").to_dict() == profile.to_dict()
    things = ThingsApi(client)
    values = {**VALUES, "owner_id": owner.id, "about_type": "profiles", "about_id": profile.id}
    created = things.create_things_with_http_info(PostThings(secret="a secret", **values))
    row, etag = created.data, created.headers["ETag"]
    for name, value in values.items():
        assert getattr(row, name) == value, (name, getattr(row, name))
    two = things.create_things(PostThings(name="Two", price="20.25", scan="AP8="))
    assert things.get_things_scan(two.id) == b"\x00\xff"
    assert (two.scan, things.get_things_by_id(two.id, expand=["scan"]).scan) == (None, "AP8=")
    assert things.get_things_by_id(row.id).to_dict() == row.to_dict()
    read = things.get_things_by_id(row.id, expand=["owner"])
    assert (read.name, read.size, read.owner) == (row.name, row.size, owner)
    some = ThingsFilters(id=row.id)
    [read] = things.get_things(filters=some, fields=["name"], expand=["owner"]).items
    assert (read.name, read.size, read.owner) == (row.name, None, owner)

    filters = ThingsFilters(price__gt="15", id__in=[row.id, row.id + 1], name__contains="w")
    page = things.get_things(filters=filters, sort="-price,id", per_page=5)
    assert [item.name for item in page.items] == ["Two"]

    patched = things.patch_things(row.id, PatchThings(size=4), if_match=etag)
    assert (patched.size, patched.price) == (4, "10.50")
    for status, refused in {
        412: lambda: things.patch_things(row.id, PatchThings(size=5), if_match=etag),
        400: lambda: things.patch_things(row.id, PatchThings(about_type="owners")),
        409: lambda: things.create_things(PostThings(name="One")),
    }.items():
        try:
            refused()
        except ApiException as error:
            assert error.status == status, error
            assert error.data.message
        else:
            raise AssertionError(status)
