"""The rows of a table, each cell with the name of its column, wherever the table comes from."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from bot.library.blocks import Row

# From this many columns on, the first row of a table names them; two columns are often names and values.
_SURELY_HEADED = 3


def table_rows(grid: Sequence[Sequence[str]], heads: int | None = None) -> Iterator[Row]:
    """The rows below the head.

    Args:
        grid: the cells, row by row.
        heads: how many rows at the top are marked as the head; None where the format marks none.
    """
    grid = [row for row in grid if any(row)]
    if not grid:
        return
    if heads is None:
        heads = 1 if _looks_headed(grid) else 0
    if heads >= len(grid):
        heads = 0
    width = max(len(row) for row in grid)
    padded = [[*row, *[""] * (width - len(row))] for row in grid]
    # Two rows of heads are read from top to bottom; a cell that spans both stands in both.
    names = [" ".join(dict.fromkeys(row[column] for row in padded[:heads] if row[column])) for column in range(width)]
    for row in padded[heads:]:
        yield Row(tuple(zip(names, row, strict=True)))


def _looks_headed(grid: Sequence[Sequence[str]]) -> bool:
    head, *rest = grid
    if not rest or not all(head[1:]) or len(head) < max(len(row) for row in rest):
        return False
    if len(head) >= _SURELY_HEADED:
        return True
    # Two columns: "Service, Fee" above nothing but fees.
    return len(head) > 1 and not _has_digit(head[1]) and all(_has_digit(row[-1]) for row in rest)


def _has_digit(text: str) -> bool:
    return any(letter.isdigit() for letter in text)
