"""What staff type about a poll."""

from wtforms import BooleanField, IntegerField
from wtforms.validators import InputRequired

from app.domain.nominations.polls.rules import PollPlan
from app.entrypoints.forms import Form, MomentField, required


class PollForm(Form):
    """When neighbours vote, for how many, and whether they read the result."""

    opens_at = MomentField("开始投票", [required("请选择时间")])
    closes_at = MomentField("结束投票", [required("请选择时间")])
    most_names = IntegerField("每票最多选几位", [InputRequired("请填写人数")])
    shown_to_public = BooleanField("结束后向所有人公布票数")

    def plan(self, kept_days: int) -> PollPlan:
        """As the room takes it; ballots are kept as the installation says."""
        return PollPlan(
            self.opens_at.data,
            self.closes_at.data,
            self.most_names.data,
            self.shown_to_public.data,
            kept_days,
        )
