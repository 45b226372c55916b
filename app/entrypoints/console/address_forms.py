"""What is typed to allow a network."""

from wtforms import BooleanField, StringField

from app.domain.access.queries import Staff
from app.domain.places import queries as places
from app.entrypoints.forms import Form, IdField, at_most, required


class RangeForm(Form):
    """Whose staff, which network, and that it is meant."""

    place_id = IdField("适用于", [required("请选择适用的阵地")])
    network = StringField("网络地址", [required("请填写网络地址"), at_most(43)])
    note = StringField("说明", [required("请写明这是哪里的网络"), at_most(100)])
    meant = BooleanField("我已核对", [required("请确认已核对")])

    def offer(self, by: Staff) -> None:
        """The places of her subtree."""
        self.place_id.choices = [
            ("", "请选择"),
            *((one.id, f"{'　' * one.depth}{one.name}") for one in places.tree(by.scope)),
        ]
