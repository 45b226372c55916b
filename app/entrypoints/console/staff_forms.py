"""What is typed to appoint somebody."""

from wtforms import RadioField, StringField, TelField

from app.domain.access.queries import Staff
from app.domain.access.rules import APPOINTS, Role
from app.domain.places import queries as places
from app.entrypoints.forms import Form, IdField, at_most, required


class AppointmentForm(Form):
    """Who becomes what, where."""

    name = StringField("姓名", [required("请填写姓名"), at_most(50)])
    username = StringField("用户名", [required("请填写用户名"), at_most(40)])
    phone = TelField("联系电话", [required("请填写联系电话"), at_most(20)])
    role = RadioField("岗位", [required("请选择岗位")], coerce=str)
    place_id = IdField("任职阵地", [required("请选择任职阵地")])

    def offer(self, by: Staff) -> None:
        """Only roles she may appoint, at the places of her subtree that such roles serve."""
        roles = [role for role in Role if role in APPOINTS[by.role]]
        levels = {role.level for role in roles}
        self.role.choices = [(role.value, role.title) for role in roles]
        if len(roles) == 1 and not self.role.data:
            self.role.data = roles[0].value
        self.place_id.choices = [
            ("", "请选择"),
            *(
                (place.id, f"{'　' * place.depth}{place.name}")
                for place in places.tree(by.scope)
                if place.level in levels
            ),
        ]
