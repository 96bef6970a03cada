"""Why an edit is not made."""


class NoPlace(Exception):
    """There is no place that is surely right; the text says what is missing or in the way."""
