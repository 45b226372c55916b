"""What people who signed up are told when a published activity changes."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from app.domain.activities.plans import ActivityPlan, SessionPlan
from app.kernel.calendar import local


@dataclass(frozen=True)
class Changes:
    """Sentences for everyone, and the sentences of single sessions by their id."""

    for_all: tuple[str, ...]
    by_session: dict[UUID, tuple[str, ...]]

    @property
    def sentences(self) -> tuple[str, ...]:
        """All of them: first what concerns single sessions."""
        own = [sentence for each in self.by_session.values() for sentence in each]
        return (*own, *self.for_all)

    def concerns(self, session_id: UUID) -> bool:
        """Whether those who signed up for a session must hear of it."""
        return bool(self.for_all) or session_id in self.by_session


def what_changed(old: ActivityPlan, new: ActivityPlan) -> Changes:
    """Compare two plans with the same sessions; capacity and recruitment concern nobody inside."""
    were = {each.id: each for each in old.sessions}
    by_session = {
        each.id: tuple(_of_a_session(were[each.id], each))
        for each in new.sessions
        if each.id is not None and _of_a_session(were[each.id], each)
    }
    return Changes(tuple(_of_the_whole(old, new)), by_session)


def _of_the_whole(old: ActivityPlan, new: ActivityPlan) -> list[str]:
    told = []
    if old.venue != new.venue.strip():
        told.append(f"地点由“{old.venue}”改为“{new.venue.strip()}”")
    before = f"{old.contact_name} {old.contact_phone}"
    after = f"{new.contact_name.strip()} {new.contact_phone.strip()}"
    if before != after:
        told.append(f"联系人由 {before} 改为 {after}")
    if old.content != new.content.strip():
        told.append("活动内容有更新，请到活动页面查看")
    if old.risk_text != new.risk_text.strip():
        told.append("风险提示有更新，请到活动页面查看")
    return told


def _of_a_session(old: SessionPlan, new: SessionPlan) -> list[str]:
    told = []
    if (old.starts_at, old.ends_at) != (new.starts_at, new.ends_at):
        before, after = _stretch(old.starts_at, old.ends_at), _stretch(new.starts_at, new.ends_at)
        told.append(f"时间由 {before} 改为 {after}")
    duties = {position.id: position.duties for position in old.positions}
    told += [
        f"岗位“{position.name}”的工作内容有更新，请到活动页面查看"
        for position in new.positions
        if duties[position.id] != position.duties.strip()
    ]
    return told


def _stretch(starts_at: datetime, ends_at: datetime) -> str:
    start, end = local(starts_at), local(ends_at)
    until = f"{end:%H:%M}" if start.date() == end.date() else _moment(end)
    return f"{_moment(start)} 至 {until}"


def _moment(moment: datetime) -> str:
    return f"{moment.month}月{moment.day}日 {moment:%H:%M}"
