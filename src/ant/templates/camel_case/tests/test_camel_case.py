"""Keys of JSON are in camelCase, and names in code and database are not."""

import pytest
from marshmallow import Schema, ValidationError, fields, validates_schema

from helper.camel_case import json_key


class RowSchema(Schema):
    """A schema as anybody writes it."""

    created_at = fields.Integer(required=True)
    from_ = fields.Integer(data_key="from")
    own_name = fields.Integer(data_key="own_Name")

    @validates_schema
    def refuse_three(self, data: dict[str, int], **_: object) -> None:
        """Raise as anybody does."""
        if 3 in data.values():
            raise ValidationError("Must not be 3.", "created_at")


@pytest.mark.parametrize(
    ("name", "key"),
    [("a_b2_c", "aB2C"), ("line_2", "line2"), ("class_", "class"), ("a__b_c", "a__bC")],
)
def test_a_name_becomes_a_key_that_stays_the_same(name: str, key: str) -> None:
    assert json_key(name) == json_key(key) == key


def test_a_schema_has_such_keys_unless_it_says_others() -> None:
    body = {"createdAt": 1, "from": 2, "own_Name": 4}
    loaded = RowSchema().load(body)
    assert loaded == {"created_at": 1, "from_": 2, "own_name": 4}
    assert RowSchema().dump(loaded) == body


def test_what_is_wrong_is_told_by_such_keys() -> None:
    with pytest.raises(ValidationError) as refused:
        RowSchema().load({"created_at": 1})
    assert refused.value.messages_dict.keys() == {"createdAt", "created_at"}
    with pytest.raises(ValidationError) as refused:
        RowSchema().load({"createdAt": 3})
    assert refused.value.messages_dict == {"createdAt": ["Must not be 3."]}
    with pytest.raises(ValidationError) as refused:
        RowSchema(many=True).load([{"createdAt": 1}, {"createdAt": 3}])
    assert refused.value.messages == {1: {"createdAt": ["Must not be 3."]}}
