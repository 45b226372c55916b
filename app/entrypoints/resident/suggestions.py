"""New activities I may like: which, how near, how often, and when not; off until I say so."""

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from wtforms import RadioField, SelectField, SelectMultipleField

from app.domain.activities import suggestion_wishes
from app.domain.activities.suggestion_rules import MOST_A_WEEK, REACHES, Wish
from app.domain.activities.vocabulary import CATEGORIES
from app.domain.culture import suggesting as culture_suggesting
from app.domain.people.purposes import ACTIVITY_NEWS
from app.entrypoints.forms import Form
from app.entrypoints.guard import needs_volunteer
from app.entrypoints.limits import limiter
from app.entrypoints.resident.consents import channel
from app.entrypoints.resident.door import door, own, volunteer
from app.entrypoints.resident.refusals import show_on
from app.kernel import clock
from app.kernel.refusal import Refusal

HOURS = [(str(hour), f"{hour}:00") for hour in range(24)]


class WishForm(Form):
    """What somebody wants to hear of."""

    categories = SelectMultipleField("哪些类别", choices=[(one, one) for one in CATEGORIES])
    reach = RadioField("多远", choices=list(REACHES.items()))
    most_a_week = RadioField(
        "每周最多", choices=[(str(n), f"{n} 次") for n in range(1, MOST_A_WEEK + 1)]
    )
    quiet_from = SelectField("从几点起不打扰", choices=HOURS)
    quiet_until = SelectField("到几点", choices=HOURS)

    @property
    def wish(self) -> Wish:
        """As the room takes it."""
        return Wish(
            tuple(self.categories.data or ()),
            self.reach.data or "",
            int(self.most_a_week.data or 0),
            int(self.quiet_from.data),
            int(self.quiet_until.data),
        )


@door.route("/h5/suggestions", methods=["GET", "POST"])
@limiter.limit("20 per minute", methods=["POST"])
@needs_volunteer
def suggestions() -> ResponseReturnValue:
    """What I asked for, and what I was told of; saving switches it on."""
    person, code, now = volunteer(), 200, clock.now()
    wish = suggestion_wishes.wish_of(person.id)
    usual = wish or Wish(categories=tuple(one for one in person.categories if one in CATEGORIES))
    form = WishForm(
        categories=list(usual.categories),
        reach=usual.reach,
        most_a_week=str(usual.most_a_week),
        quiet_from=str(usual.quiet_from),
        quiet_until=str(usual.quiet_until),
    )
    if form.validate_on_submit():
        try:
            suggestion_wishes.ask_for(person.id, form.wish, by=own(), channel=channel(), now=now)
        except Refusal as refusal:
            code = show_on(form, refusal)
        else:
            flash("已打开。有您能参加的新活动，就按您选的告诉您", "success")
            return redirect(url_for("resident.suggestions"), 303)
    elif form.errors:
        code = 422
    page = render_template(
        "resident/me/suggestions.html",
        form=form,
        on=wish is not None,
        purpose=ACTIVITY_NEWS,
        told=suggestion_wishes.told_of(person.id, now=now),
        events=culture_suggesting.told_of(person.id, now=now),
    )
    return page, code


@door.post("/h5/suggestions/stop")
@needs_volunteer
def stop_suggestions() -> ResponseReturnValue:
    """In one tap, at once."""
    suggestion_wishes.stop(volunteer().id, by=own(), now=clock.now())
    flash("已关闭，不再提醒", "success")
    return redirect(url_for("resident.suggestions"), 303)
