"""Bytes in JSON, as base64: in the bodies of requests, and in a row where that is asked for."""

from base64 import b64decode, b64encode
from binascii import Error
from typing import Any

from marshmallow import ValidationError, fields


class Binary(fields.Field[bytes]):
    """Bytes as base64: the one text that it has for them, with its padding and in a line."""

    def __init__(self, most: int, **kwargs: Any) -> None:
        """Take how many bytes there may be."""
        super().__init__(**kwargs)
        self.most = most

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> bytes:
        text = value if isinstance(value, str) and value.isascii() else ""
        if len(text) > longest_text(self.most):
            raise ValidationError(f"Must have at most {self.most} bytes.")
        try:
            content = b64decode(text)
        except Error:
            content = b""
        if not content or b64encode(content).decode() != text:
            raise ValidationError("Must be base64 of one byte or more.")
        if len(content) > self.most:
            raise ValidationError(f"Must have at most {self.most} bytes.")
        return content


class BytesOnRequest(fields.Field[bytes]):
    """Bytes that one row shows where a request asks for them: ``?expand=photo``."""

    def __init__(self, **kwargs: Any) -> None:
        """Take what any field takes."""
        super().__init__(load_only=True, **kwargs)


def longest_text(most: int) -> int:
    """Return how many characters base64 has at most for so many bytes."""
    return -(-most // 3) * 4
