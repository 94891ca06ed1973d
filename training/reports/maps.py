"""A map of communes as circles at their places, shaded by how many people were reached. No tiles from elsewhere."""

from dataclasses import dataclass
from math import cos, radians

from training.reports.figures import PlaceLine

WIDTH = 480
"""Of the drawing, in its own units; its height follows from the land."""
MARGIN = 18
SHADES = 5


@dataclass(frozen=True)
class Dot:
    """A commune on the map. `shade` from 1 (fewest) to SHADES."""

    line: PlaceLine
    x: float
    y: float
    shade: int


@dataclass(frozen=True)
class TileMap:
    dots: list[Dot]
    width: int
    height: int


def draw(lines: list[PlaceLine]) -> TileMap | None:
    """None where the project's places have no coordinates, or there is nothing to draw."""
    placed = [line for line in lines if getattr(line.place, "latitude", None) is not None]
    if not placed:
        return None
    middle = sum(line.place.latitude for line in placed) / len(placed)
    stretch = cos(radians(middle))
    xs = [line.place.longitude * stretch for line in placed]
    ys = [-line.place.latitude for line in placed]
    span = max(max(xs) - min(xs), max(ys) - min(ys), 0.02)
    scale = (WIDTH - 2 * MARGIN) / span
    most = max(line.people for line in placed) or 1
    dots = [
        Dot(
            line,
            round(MARGIN + (x - min(xs)) * scale, 1),
            round(MARGIN + (y - min(ys)) * scale, 1),
            max(1, -(-SHADES * line.people // most)),
        )
        for line, x, y in zip(placed, xs, ys, strict=True)
    ]
    return TileMap(
        dots,
        width=round((max(xs) - min(xs)) * scale) + 2 * MARGIN,
        height=round((max(ys) - min(ys)) * scale) + 2 * MARGIN,
    )
