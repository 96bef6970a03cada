"""Why an edit is not made."""


class EditRefused(Exception):
    """An edit without an unambiguous location; the message says what is missing or in the way."""

    def __init__(self, reason: str = "", line: str = "") -> None:
        """Take the reason, and the line to write where it is not the generated one."""
        super().__init__(reason)
        self.line = line
