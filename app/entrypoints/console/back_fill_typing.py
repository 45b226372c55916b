"""Type in who was there without a scan, from a sheet or otherwise."""

from dataclasses import dataclass, field
from uuid import UUID

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.domain.access.errors import NotAllowed
from app.domain.access.queries import Staff
from app.domain.access.rules import Permission
from app.domain.activities import queries as activities
from app.domain.activities.views import SessionView
from app.domain.attachments.queries import AttachmentView, own_loose_picture
from app.domain.attendance import queries as attendance
from app.domain.attendance import sheets
from app.domain.hours import back_fill_queries, back_fill_rules, quota
from app.domain.hours.back_fill_entry import Entry, enter
from app.domain.hours.back_fill_rules import HeldSession, Quota
from app.domain.hours.errors import LinesRefused
from app.entrypoints.console.back_fill_forms import (
    BackFillForm,
    Sheet,
    TypedRow,
    typed_rows,
    understood,
)
from app.entrypoints.console.door import door
from app.entrypoints.console.downloads import picture_answer
from app.entrypoints.console.submitting import refuse, status
from app.entrypoints.guard import current_staff, needs, settings
from app.entrypoints.limits import limiter
from app.entrypoints.uploads import pictures_sent, takes_pictures
from app.kernel import clock
from app.kernel.refusal import NotFound, Refusal


@dataclass
class Typed:
    """What the form holds so far; nothing of it is lost when it comes back."""

    form: BackFillForm
    sheet: Sheet
    pictures: list[AttachmentView] = field(default_factory=list)
    picture_refusal: Refusal | None = None

    @property
    def complete(self) -> bool:
        """Whether the room can be asked."""
        form_is_good: bool = self.form.validate()
        return form_is_good and not self.sheet.wrong and self.picture_refusal is None

    def take(self, refusal: Refusal) -> None:
        """Show the room's "no" where it belongs."""
        if isinstance(refusal, LinesRefused):
            self.sheet = self.sheet.with_refused(refusal)
        if getattr(refusal, "field", "") == "pictures":
            self.picture_refusal = refusal
        else:
            refuse(self.form, refusal)


EMPTY_ROWS = 10
PREFILLED_MOST = 150


@door.route("/sessions/<uuid:session_id>/back-fill", methods=["GET", "POST"])
@limiter.limit("60 per minute", methods=["POST"])
@takes_pictures
@needs(Permission.HOURS_BACK_FILL)
def back_fill_session(session_id: UUID) -> ResponseReturnValue:
    """A row a person; what is wrong is said beside its row, and nothing typed is lost."""
    staff = current_staff()
    session = activities.session(session_id, within=staff.scope)
    printed = sheets.sheets_of(session.id)
    form = BackFillForm(sheet_code=request.args.get("sheet", ""))
    form.offer(printed)
    if request.method == "GET":
        return _page(staff, session, Typed(form, _blank(session, staff)))
    pictures, picture_refusal = pictures_sent(staff.actor)
    sheet = understood(typed_rows(), session, staff.scope)
    typed = Typed(form, sheet, pictures, picture_refusal)
    if typed.complete:
        try:
            entered = enter(staff, _entry(session, typed), quota=allowed(), now=clock.now())
        except (NotFound, NotAllowed):
            raise
        except Refusal as refusal:
            typed.take(refusal)
        else:
            flash("已提交，等上级核对后入账。志愿者会收到通知", "success")
            return redirect(url_for("console.back_fill", back_fill_id=entered), 303)
    return _page(staff, session, typed)


@door.get("/pictures/<uuid:attachment_id>")
@needs(Permission.HOURS_BACK_FILL)
def loose_picture(attachment_id: UUID) -> ResponseReturnValue:
    """A picture she has sent and not used yet."""
    return picture_answer(own_loose_picture(current_staff().actor, attachment_id))


def allowed() -> Quota:
    """What the district lets a unit type in."""
    found = settings()
    return Quota(found.back_fill_share_percent, found.back_fill_floor_hours * 60)


def _entry(session: SessionView, typed: Typed) -> Entry:
    return Entry(
        session_id=session.id,
        stays=typed.sheet.stays,
        reason=typed.form.reason.data,
        attachment_ids=[one.id for one in typed.pictures],
        sheet_code=typed.form.sheet_code.data or "",
    )


def _blank(session: SessionView, staff: Staff) -> Sheet:
    """Who had a place and was not scanned, in the order of the printed sheet; then empty rows."""
    presence = attendance.presence(session.id, within=staff.scope)
    expected = [row for row in presence.rows if row.state == "expected"][:PREFILLED_MOST]
    rows = [TypedRow(f"{row.number} {row.name}") for row in expected]
    return Sheet([*rows, *(TypedRow() for _ in range(EMPTY_ROWS))], {}, {})


def _page(staff: Staff, session: SessionView, typed: Typed) -> ResponseReturnValue:
    now = clock.now()
    held = HeldSession(session.title, session.activity_state, session.starts_at, session.ends_at)
    page = render_template(
        "console/back_fills/type.html",
        session=session,
        form=typed.form,
        sheet=typed.sheet,
        pictures=typed.pictures,
        picture_refusal=typed.picture_refusal,
        closed=back_fill_rules.why_not_enter(held, now=now),
        last_day=back_fill_rules.last_day(session.ends_at),
        minutes_left=quota.left_this_month(session.place_id, allowed(), now=now),
        before=back_fill_queries.of_session(session.id),
        rules=back_fill_rules,
    )
    wrong = typed.sheet.wrong or typed.picture_refusal is not None
    return page, max(status(typed.form), 422 if wrong else 200)
