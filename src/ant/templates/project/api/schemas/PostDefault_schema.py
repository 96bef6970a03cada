"""What a client may send to create a default row."""

from marshmallow import Schema, fields, validate


class PostDefaultSchema(Schema):
    """The body of a POST; a key that is not listed here is an error."""

    model = fields.String(required=True, validate=validate.Length(min=1, max=255))
