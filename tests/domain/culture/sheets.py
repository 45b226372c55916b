"""Lines of a sheet of screenings."""

from app.domain.culture.sheet import COLUMNS
from app.kernel.sheets import SheetRow


def screening(line: int, *cells: str) -> SheetRow:
    """Cells in the order of the columns after the kind."""
    titles = [one.title for one in COLUMNS]
    return SheetRow(line, dict(zip(titles, ("放映", *cells), strict=True)))


def screenings(place: str, count: int, *, day: str = "2026-11-20") -> list[SheetRow]:
    """So many on one day, a minute apart."""
    return [
        screening(line, day, f"18:{line:02d}", "21:00", place, "广场", f"电影{line}", "")
        for line in range(1, count + 1)
    ]
