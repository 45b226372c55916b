"""What is typed about experts' scores."""

from collections.abc import Sequence

from wtforms import IntegerField, SelectField, StringField, TextAreaField
from wtforms.validators import Optional

from app.domain.nominations.scoring import Given
from app.domain.nominations.scoring_rules import LONGEST_SCORE_NOTE, METHODS
from app.entrypoints.forms import Form, at_most


class ScoringPlanForm(Form):
    """Criteria a line each, the scale, and the experts of each level by user name."""

    criteria = TextAreaField("评分项目", [at_most(300)])
    most_points = IntegerField("每项满分", [Optional()])
    method = SelectField("怎样算总分", choices=list(METHODS.items()))
    station_experts = TextAreaField("实践站初审的专家", [at_most(500)])
    office_experts = TextAreaField("实践所审核的专家", [at_most(500)])
    centre_experts = TextAreaField("中心终审的专家", [at_most(500)])

    def usernames(self, level: str) -> list[str]:
        """Those typed for a level, a line each."""
        typed = str(self._fields[f"{level}_experts"].data or "")
        return list(dict.fromkeys(typed.replace(",", " ").replace("，", " ").lower().split()))

    def lines(self) -> tuple[str, ...]:
        """The criteria."""
        typed = (self.criteria.data or "").splitlines()
        return tuple(one.strip() for one in typed if one.strip())


class ScoreForm(Form):
    """An expert's points, criterion by criterion; made by `score_form`."""

    note = StringField("说明", [at_most(LONGEST_SCORE_NOTE)])

    def given(self) -> Given:
        """As the room takes it."""
        points = [field.data for name, field in self._fields.items() if name.startswith("points_")]
        return Given(points, self.note.data or "")


def score_form(
    criteria: Sequence[str], most_points: int, points: Sequence[int], note: str
) -> ScoreForm:
    """The form for these criteria, filled in with what she gave before."""
    fields = {
        f"points_{number}": IntegerField(f"{label}（0 到 {most_points} 分）", [Optional()])
        for number, label in enumerate(criteria)
    }
    made = type("ScoreFormOfCampaign", (ScoreForm,), fields)
    before = {f"points_{number}": given for number, given in enumerate(points)}
    form: ScoreForm = made(data={**before, "note": note})
    return form
