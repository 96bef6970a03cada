"""The data model as SVG: a box for each table, a wire with crow's feet for each reference."""

from ant.rendering.pictures.canvas import HEAD, PAD, card, element, svg
from ant.rendering.pictures.layout import Frame, Wire, laid_out
from ant.rendering.pictures.measure import width_of
from ant.rendering.pictures.model import Column, Link, Model, Table
from ant.rendering.pictures.packing import Size
from ant.rendering.pictures.rule_words import rule_line
from ant.rendering.pictures.wires import wires_svg
from ant.rendering.tables.keys import Key

ROW, SPACE = 23.0, 18.0
TEXT, SMALL = 13.0, 10.5
LEGEND = 44.0
APART = 7.0
"""Between the ports of a table for references that may be empty and for those that may not."""

KEY = "PK primary key · FK reference · UK unique · * required · ○ private"


def model_svg(name: str, model: Model) -> str:
    """Return the picture of a project's tables, as an SVG file."""
    heading = f"Data model of {name}"
    if not model.tables:
        text = "No route has fields yet."
        words = element("text", text, class_="faint", x=0, y=TEXT)
        return svg(heading, text, Size(width_of(text, TEXT), 20), [words])
    tables = {table.name: number for number, table in enumerate(model.tables)}
    layout = laid_out(
        [_size(table) for table in model.tables],
        [_wire(link, model, tables) for link in model.links],
    )
    boxes = [_box(table, frame) for table, frame in zip(model.tables, layout.frames, strict=True)]
    parts = [*wires_svg(model.links, layout.paths), *boxes]
    width = max(layout.size.width, width_of(KEY, SMALL))
    bottom = layout.size.height + LEGEND
    parts.append(element("text", KEY, class_="small faint", x=0, y=bottom - 4))
    return svg(heading, _described(model), Size(width, bottom), parts)


def _described(model: Model) -> str:
    """The picture in words."""
    tables = ", ".join(f"{table.name} ({len(table.columns)} columns)" for table in model.tables)
    links = ", ".join(f"{link.child}.{link.column} refers to {link.parent}" for link in model.links)
    rules = ", ".join(
        f"{table.name}: {rule_line(key)}" for table in model.tables for key in table.rules
    )
    rules_text = f" Rules: {rules}." if rules else ""
    return f"Tables: {tables}. {f'References: {links}.' if links else 'No references.'}{rules_text}"


def _wire(link: Link, model: Model, tables: dict[str, int]) -> Wire:
    """From the id of the parent to the column of the child."""
    to = [other.optional for other in model.links if other.parent == link.parent]
    shift = 0.0 if len(set(to)) == 1 else APART if link.optional else -APART
    parent, child = tables[link.parent], tables[link.child]
    columns = [column.name for column in model.tables[child].columns]
    return Wire(parent, child, _middle(0) + shift, _middle(columns.index(link.column)))


def _middle(row: int) -> float:
    return HEAD + row * ROW + ROW / 2


def _size(table: Table) -> Size:
    columns = [*zip(*map(_widths, table.columns), strict=True)]
    width = sum(map(max, columns)) + 2 * SPACE + 2 * PAD
    title = width_of(table.name, 14, bold=True) + 2 * PAD
    rules = [width_of(rule_line(key), SMALL) + 2 * PAD for key in table.rules]
    rows = len(table.columns) + len(table.rules)
    return Size(round(max(width, title, *rules), 0), HEAD + ROW * rows + 4)


def _widths(column: Column) -> tuple[float, float, float]:
    return (
        width_of(_name(column), TEXT, bold=True),
        width_of(column.type + column.size, TEXT),
        width_of(" ".join(column.keys), SMALL, bold=True),
    )


def _name(column: Column) -> str:
    return f"{column.name}{' *' if column.required else ''}{' ○' if column.private else ''}"


def _box(table: Table, frame: Frame) -> str:
    rows = [_row(column, number, table, frame) for number, column in enumerate(table.columns)]
    rows += [_rule(key, number) for number, key in enumerate(table.rules, len(table.columns))]
    return card(
        table.name,
        (frame.x, frame.y),
        Size(frame.width, _size(table).height),
        rows,
        head="quiet" if table.is_association else "head",
        edge="edge between" if table.is_association else "edge",
    )


def _rule(key: Key, number: int) -> str:
    line = rule_line(key)
    return element("text", line, class_="small faint", x=PAD, y=_middle(number) + 4.5)


def _row(column: Column, number: int, table: Table, frame: Frame) -> str:
    y = _middle(number) + 4.5
    keys = max(_widths(column)[2] for column in table.columns)
    weight = "ink name" if column.keys and column.keys[0] == "PK" else "ink"
    marks = " ".join(column.keys)
    parts = [
        element("text", _name(column), class_=weight, x=PAD, y=y),
        element("text", column.type + column.size, class_="faint end",
                x=frame.width - PAD - keys - SPACE, y=y),
        element("text", marks, class_="key strong end", x=frame.width - PAD, y=y) if marks else "",
    ]  # fmt: skip
    return "".join(parts)
