"""Lines of a sheet of screenings."""

from app.domain.culture.importing import Line


def screenings(place: str, count: int, *, day: str = "2026-11-20") -> list[Line]:
    """So many on one day, a minute apart."""
    return [
        Line(number, (day, f"18:{number:02d}", "21:00", place, "广场", f"电影{number}", ""))
        for number in range(1, count + 1)
    ]
