"""The pictures of a spec by what they show and how they are written."""

from ant.core.spec import Spec
from ant.rendering.pictures.mermaid import LONGEST, model_text, urls_text
from ant.rendering.pictures.model import Model, model_of, neighbourhood
from ant.rendering.pictures.model_svg import model_svg
from ant.rendering.pictures.urls import Group, groups_of
from ant.rendering.pictures.urls_svg import urls_svg

MODEL, ROUTES = "model", "routes"


def mermaid_of(spec: Spec, what: str | None = None, around: str | None = None) -> str:
    """Return the picture of the model or of the routes; both, without one of them, as Markdown.

    The model is left out there where no route has fields: it would be empty. Of a route that is
    named by ``around`` it shows the table with its neighbours, and the URLs.
    """
    if what == MODEL:
        return model_text(_model(spec, around))
    if what == ROUTES:
        return urls_text(spec.name.text, _groups(spec, around))
    shown = [MODEL, ROUTES] if any(route.fields for route in spec.routes) else [ROUTES]
    texts = (mermaid_of(spec, picture, around) for picture in shown)
    return "\n".join(f"```mermaid\n{text}```\n" for text in texts)


def svg_of(spec: Spec, what: str | None = None, around: str | None = None) -> str:
    """Return the picture of the model or of the routes; else of the model, if there is one."""
    if what is None:
        what = MODEL if any(route.fields for route in spec.routes) else ROUTES
    if what == MODEL:
        return model_svg(spec.name.text, _model(spec, around))
    return urls_svg(spec.name.text, _groups(spec, around))


def too_long_for_mermaid(spec: Spec, what: str | None, around: str | None) -> bool:
    """Return whether one of the pictures is longer than Mermaid draws."""
    shown = [what] if what else [MODEL, ROUTES]
    return any(len(mermaid_of(spec, picture, around)) > LONGEST for picture in shown)


def _model(spec: Spec, around: str | None) -> Model:
    model = model_of(spec)
    route = spec.route(around) if around else None
    return neighbourhood(model, route.table) if route else model


def _groups(spec: Spec, around: str | None) -> tuple[Group, ...]:
    return tuple(group for group in groups_of(spec) if around in (None, group.name))
