"""A map of communes as tiles, each near its place, shaded by how many people were reached; nothing from elsewhere."""

from dataclasses import dataclass
from math import cos, radians, sqrt

from training.reports.figures import PlaceLine

TILE = 48
"""Side of a tile with the gap beside it, in the drawing's own units."""
SPARE = 1.3
"""Cells of the grid for each commune: room for the shape of the land."""
SHADES = 5
LETTERS = 8
"""That fit on a line of a tile."""


@dataclass(frozen=True)
class Tile:
    """A commune on the map. `shade` from 1 (fewest) to SHADES; 0: nobody."""

    line: PlaceLine
    x: int
    y: int
    shade: int
    words: list[tuple[int, str]]
    """Its name in lines, each with its height on the tile."""


@dataclass(frozen=True)
class TileMap:
    tiles: list[Tile]
    width: int
    height: int
    legend: list[tuple[int, int, int]]
    """Shade, from how many people, to how many."""


def draw(lines: list[PlaceLine]) -> TileMap | None:
    """None where the project's places have no coordinates, or there is nothing to draw."""
    placed = [line for line in lines if getattr(line.place, "latitude", None) is not None]
    if not placed:
        return None
    most = max(line.people for line in placed)
    cells = _cells([(line.place.latitude, line.place.longitude) for line in placed])
    tiles = [
        Tile(line, column * TILE, row * TILE, _shade(line.people, most), _words(line.place.name))
        for line, (column, row) in zip(placed, cells, strict=True)
    ]
    return TileMap(
        sorted(tiles, key=lambda tile: (tile.y, tile.x)),
        width=(max(column for column, __ in cells) + 1) * TILE,
        height=(max(row for __, row in cells) + 1) * TILE,
        legend=_legend(most),
    )


def _cells(points: list[tuple[float, float]]) -> list[tuple[int, int]]:
    """A cell (column, row) for each point (latitude, longitude), no two alike, each the nearest that is free.

    Points at the middle of the land choose first, so that crowding pushes outwards.
    """
    middle = sum(latitude for latitude, __ in points) / len(points)
    xs = [longitude * cos(radians(middle)) for __, longitude in points]
    ys = [-latitude for latitude, __ in points]
    width, height = max(max(xs) - min(xs), 0.01), max(max(ys) - min(ys), 0.01)
    side = sqrt(width * height / (len(points) * SPARE))
    wanted = [((x - min(xs)) / side, (y - min(ys)) / side) for x, y in zip(xs, ys, strict=True)]
    centre = width / side / 2, height / side / 2
    reach = range(-1, int(max(width, height) / side) + 3)
    free = {(column, row) for column in reach for row in reach}
    found: dict[int, tuple[int, int]] = {}
    for index in sorted(range(len(points)), key=lambda at: _apart(wanted[at], centre)):
        found[index] = min(free, key=lambda cell: (_apart(cell, wanted[index]), cell))
        free.remove(found[index])
    left, top = min(column for column, __ in found.values()), min(row for __, row in found.values())
    return [(found[index][0] - left, found[index][1] - top) for index in range(len(points))]


def _apart(one: tuple[float, float], other: tuple[float, float]) -> float:
    return (one[0] - other[0]) ** 2 + (one[1] - other[1]) ** 2


def _shade(people: int, most: int) -> int:
    return -(-SHADES * people // most) if people else 0


def _legend(most: int) -> list[tuple[int, int, int]]:
    """The shades that occur; each begins where the one before ends."""
    bounds = [(shade, (shade - 1) * most // SHADES + 1, shade * most // SHADES) for shade in range(1, SHADES + 1)]
    return [bound for bound in bounds if bound[1] <= bound[2]]


def _words(name: str) -> list[tuple[int, str]]:
    """`Phường Tây Hoa Lư` in lines that fit: the kind is left out, as every name has one."""
    lines: list[str] = []
    for word in name.split()[1:] or name.split():
        if lines and len(lines[-1]) + len(word) < LETTERS:
            lines[-1] += f" {word}"
        else:
            lines.append(word)
    top = TILE // 2 - 5 * (len(lines) - 1) + 2
    return [(top + 11 * at, line) for at, line in enumerate(lines)]
