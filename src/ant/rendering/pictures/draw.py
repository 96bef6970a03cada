"""The pictures of a spec by what they show and how they are written."""

from ant.core.spec import Spec
from ant.rendering.pictures.mermaid import model_text, urls_text
from ant.rendering.pictures.model import model_of
from ant.rendering.pictures.model_svg import model_svg
from ant.rendering.pictures.urls import groups_of
from ant.rendering.pictures.urls_svg import urls_svg

MODEL, ROUTES = "model", "routes"


def mermaid_of(spec: Spec, what: str | None = None) -> str:
    """Return the picture of the model or of the routes; both, without one of them, as Markdown.

    The model is left out there where no route has fields: it would be empty.
    """
    if what == MODEL:
        return model_text(model_of(spec))
    if what == ROUTES:
        return urls_text(spec.name.text, groups_of(spec))
    shown = [MODEL, ROUTES] if any(route.fields for route in spec.routes) else [ROUTES]
    return "\n".join(f"```mermaid\n{mermaid_of(spec, each)}```\n" for each in shown)


def svg_of(spec: Spec, what: str | None = None) -> str:
    """Return the picture of the model or of the routes; else of the model, if there is one."""
    if what is None:
        what = MODEL if any(route.fields for route in spec.routes) else ROUTES
    if what == MODEL:
        return model_svg(spec.name.text, model_of(spec))
    return urls_svg(spec.name.text, groups_of(spec))
