"""What a client may post."""

from marshmallow import Schema, fields, validate


class PostUsersSchema(Schema):
    """The body of a POST."""

    name = fields.String(required=True, validate=validate.Length(max=120))
    email = fields.Email(required=True, validate=validate.Length(max=254))
    age = fields.Integer(
        strict=True, allow_none=True, validate=validate.Range(min=0, max=2**31 - 1)
    )
