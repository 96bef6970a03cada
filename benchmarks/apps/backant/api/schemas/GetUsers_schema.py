"""Which page a client may ask for."""

from marshmallow import Schema, fields, validate


class GetUsersSchema(Schema):
    """The query string of a list."""

    page = fields.Integer(load_default=1, validate=validate.Range(min=1, max=1_000_000_000))
    per_page = fields.Integer(load_default=20, validate=validate.Range(min=1, max=100))
