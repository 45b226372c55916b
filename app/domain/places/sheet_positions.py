"""A place's position in a table: two columns that belong together."""

from app.kernel.geo import LATITUDES, LONGITUDES, Point
from app.kernel.sheets import RowProblem, SheetRow

LATITUDE, LONGITUDE = "纬度", "经度"


def position_in(row: SheetRow) -> Point | None:
    """What both say; raises RowProblem where one is missing or out of the country."""
    latitude = _degrees(row, LATITUDE, LATITUDES, "纬度在 3 到 54 之间，是否与经度填反了？")
    longitude = _degrees(row, LONGITUDE, LONGITUDES, "经度在 73 到 136 之间，是否与纬度填反了？")
    if latitude is None and longitude is None:
        return None
    if latitude is None or longitude is None:
        raise RowProblem(LATITUDE, "经度和纬度要一起填，或者都不填")
    return Point(latitude, longitude)


def _degrees(row: SheetRow, column: str, bounds: tuple[float, float], problem: str) -> float | None:
    text = row.text(column)
    if not text:
        return None
    try:
        value = float(text)
    except ValueError:
        raise RowProblem(column, "请填数字，如 36.7086，或者留空") from None
    if not bounds[0] <= value <= bounds[1]:
        raise RowProblem(column, problem)
    return value
