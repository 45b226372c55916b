"""What is typed about a place."""

from collections.abc import Callable, Mapping
from types import MappingProxyType

from wtforms import FloatField, SelectField, StringField, TelField
from wtforms.validators import NumberRange, Optional

from app.domain.places.queries import PlaceView
from app.domain.places.rules import ADDRESS_MOST, KINDS, LONGEST_NAME, PHONE_MOST
from app.entrypoints.forms import Form, at_most, required
from app.kernel.coordinates import gcj02_from_bd09, gcj02_from_wgs84
from app.kernel.geo import LATITUDES, LONGITUDES, Point
from app.kernel.refusal import BadInput

# How positions typed in a system come to GCJ-02.
SYSTEMS: Mapping[str, Callable[[Point], Point]] = MappingProxyType(
    {"gcj02": lambda point: point, "wgs84": gcj02_from_wgs84, "bd09": gcj02_from_bd09}
)


class PlaceForm(Form):
    """Its name, where it is, and whom to call."""

    name = StringField("名称", [required("请填写名称"), at_most(LONGEST_NAME)])
    address = StringField("地址", [Optional(), at_most(ADDRESS_MOST)])
    contact_phone = TelField("联系电话", [Optional(), at_most(PHONE_MOST)])
    system = SelectField(
        "经纬度从哪里来",
        choices=[
            ("gcj02", "腾讯地图、高德地图、微信（GCJ-02）"),
            ("wgs84", "手机或测量仪的 GPS（WGS-84）"),
            ("bd09", "百度地图（BD-09）"),
        ],
        default="gcj02",
    )
    latitude = FloatField(
        "纬度",
        [Optional(), NumberRange(*LATITUDES, message="纬度在 3 到 54 之间，是否与经度填反了？")],
    )
    longitude = FloatField(
        "经度",
        [Optional(), NumberRange(*LONGITUDES, message="经度在 73 到 136 之间，是否与纬度填反了？")],
    )

    def point(self) -> Point | None:
        """The position as GCJ-02, when both parts of it were given."""
        latitude, longitude = self.latitude.data, self.longitude.data
        if latitude is None and longitude is None:
            return None
        if latitude is None:
            raise BadInput(field="latitude", problem="经度和纬度要一起填，或者都不填")
        if longitude is None:
            raise BadInput(field="longitude", problem="经度和纬度要一起填，或者都不填")
        return SYSTEMS[self.system.data or "gcj02"](Point(latitude, longitude))

    def show(self, place: PlaceView) -> None:
        """Fill in what is known, before anything was typed."""
        self.name.data = place.name
        self.address.data = place.address
        self.contact_phone.data = place.contact_phone
        if place.point:
            self.latitude.data = place.point.latitude
            self.longitude.data = place.point.longitude


class PointForm(PlaceForm):
    """The same of a point, which says what it is."""

    kind = SelectField("类型", [required("请选择类型")], choices=[("", "请选择"), *KINDS.items()])

    def show(self, place: PlaceView) -> None:
        super().show(place)
        self.kind.data = place.kind
