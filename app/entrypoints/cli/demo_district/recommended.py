"""Two of the roll are recommended upward: the city has answered, the province has not."""

from dataclasses import replace
from datetime import datetime, timedelta
from uuid import UUID

from app.domain.nominations.upward import following, queries, recommending
from app.domain.nominations.upward.following import FollowUp
from app.domain.nominations.upward.rules import USUAL_PATTERN, Answer
from app.entrypoints.cli.demo_district.steps import then
from app.entrypoints.cli.demo_district.team import Team
from app.kernel.calendar import local_date

DAY = timedelta(days=1)
BENEFITS = (
    "凭好人卡免费乘坐区内公交",
    "免费游览区属景区",
    "每年一次健康体检",
    "重要节日走访慰问",
)


def recommend_upward(campaign_id: UUID, cases: list[UUID], team: Team, *, now: datetime) -> None:
    """What the campaign promised its people, and where two of them were recommended to."""
    administrator = team.administrators[0]
    promised = FollowUp(USUAL_PATTERN, asks_id_number=True, benefits=BENEFITS)
    then(following.settle, administrator, campaign_id, promised, now=now - 25 * DAY)
    made = []
    for case_id, to in zip(cases, (("city", "泰山好人"), ("province", "山东好人")), strict=False):
        begun = queries.begun(case_id, administrator)
        facts = replace(begun, ethnic_group="汉族", opinion="事迹真实感人，群众认可，同意推荐。")
        recommend = recommending.recommend
        made.append(then(recommend, administrator, case_id, to, facts, now=now - 20 * DAY))
    yes = Answer("honoured", local_date(now - 4 * DAY), "泰山好人", "泰文明办〔2026〕31 号")
    then(recommending.record_answer, administrator, made[0], yes, now=now - 3 * DAY)
