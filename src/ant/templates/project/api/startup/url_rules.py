"""URL rules, of which a large application makes thousands before it starts."""

from functools import cache, partial
from typing import Any

from werkzeug.routing import Rule


class LazyRule(Rule):
    """Compiles how its URL is built when the first one is: that is slow, and most never are."""

    def _compile_builder(self, append_unknown: bool = True) -> Any:
        compiled = cache(partial(super()._compile_builder, append_unknown))
        return lambda rule, /, **values: compiled()(rule, **values)
