"""Answers with the bytes of a row."""

from hashlib import blake2b

from flask import Response, request

BYTES = "application/octet-stream"  # which no browser shows, whatever somebody has stored


def bytes_answer(content: bytes, name: str) -> Response:
    """Return a response with bytes and their ETag, which browsers save as a file of this name.

    It is a 304 where the client has these bytes already.
    """
    tag = blake2b(content, digest_size=16).hexdigest()
    headers = {"ETag": f'"{tag}"'}
    if request.if_none_match.contains_weak(tag):
        return Response(status=304, headers=headers)
    headers |= {"Content-Disposition": f"attachment; filename={name}"}
    return Response(content, 200, headers, mimetype=BYTES)
