"""Addresses that open a map on a phone, WeChat's own browser included."""

from urllib.parse import urlencode

from app.domain.places.queries import PlaceView


def map_links(place: PlaceView) -> dict[str, str]:
    """`tencent` opens in any browser, WeChat's too (GCJ-02, as we keep it); `geo` an app's map.

    Source: the Tencent maps URI API, `marker`, with the mandatory `referer`.
    """
    if place.point is None:
        return {}
    where = f"{place.point.latitude:.6f},{place.point.longitude:.6f}"
    marker = f"coord:{where};title:{_plain(place.name)};addr:{_plain(place.address or place.name)}"
    said = urlencode({"marker": marker, "coord_type": 1, "referer": "haoren"})
    return {
        "tencent": f"https://apis.map.qq.com/uri/v1/marker?{said}",
        "geo": f"geo:{where}?{urlencode({'q': f'{where}({_plain(place.name)})'})}",
    }


def _plain(words: str) -> str:
    """Without the signs that separate parts of a marker."""
    return words.translate(str.maketrans(":;|()", "     "))
