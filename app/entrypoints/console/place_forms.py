"""What is typed about a place."""

from wtforms import FloatField, StringField, TelField
from wtforms.validators import NumberRange, Optional

from app.domain.places.queries import PlaceView
from app.domain.places.rules import LONGEST_NAME
from app.entrypoints.forms import Form, at_most, required
from app.kernel.geo import LATITUDES, LONGITUDES, Point
from app.kernel.refusal import BadInput


class PlaceForm(Form):
    """Its name, where it is, and whom to call."""

    name = StringField("名称", [required("请填写名称"), at_most(LONGEST_NAME)])
    address = StringField("地址", [Optional(), at_most(100)])
    contact_phone = TelField("联系电话", [Optional(), at_most(20)])
    latitude = FloatField(
        "纬度",
        [Optional(), NumberRange(*LATITUDES, message="纬度在 3 到 54 之间，是否与经度填反了？")],
    )
    longitude = FloatField(
        "经度",
        [Optional(), NumberRange(*LONGITUDES, message="经度在 73 到 136 之间，是否与纬度填反了？")],
    )

    def point(self) -> Point | None:
        """The position, when both parts of it were given."""
        latitude, longitude = self.latitude.data, self.longitude.data
        if latitude is None and longitude is None:
            return None
        if latitude is None:
            raise BadInput(field="latitude", problem="经度和纬度要一起填，或者都不填")
        if longitude is None:
            raise BadInput(field="longitude", problem="经度和纬度要一起填，或者都不填")
        return Point(latitude, longitude)

    def show(self, place: PlaceView) -> None:
        """Fill in what is known, before anything was typed."""
        self.name.data = place.name
        self.address.data = place.address
        self.contact_phone.data = place.contact_phone
        if place.point:
            self.latitude.data = place.point.latitude
            self.longitude.data = place.point.longitude
