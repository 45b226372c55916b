"""GPS positions on Chinese maps."""

from app.kernel.coordinates import gcj02_from_bd09, gcj02_from_wgs84
from app.kernel.geo import Point, distance_metres


def test_a_position_moves_as_chinese_maps_move_it() -> None:
    """A pair often printed: Tiananmen by GPS, and on the map."""
    moved = gcj02_from_wgs84(Point(39.907333, 116.391083))
    assert distance_metres(moved, Point(39.908735, 116.397327)) < 15


def test_the_shift_is_hundreds_of_metres_in_shandong() -> None:
    here = Point(36.1234, 117.1234)
    assert 300 < distance_metres(here, gcj02_from_wgs84(here)) < 900


def test_outside_the_frame_nothing_moves() -> None:
    assert gcj02_from_wgs84(Point(51.5, -0.12)) == Point(51.5, -0.12)


def test_what_baidu_says_is_brought_over() -> None:
    """A pair often printed: Tiananmen by Baidu, and on the other maps."""
    moved = gcj02_from_bd09(Point(39.915, 116.404))
    assert distance_metres(moved, Point(39.908657, 116.397627)) < 2
