"""What staff type while they weigh a case: relations, visits, whom to ask."""

from collections.abc import Sequence
from uuid import UUID

from wtforms import StringField, TextAreaField

from app.domain.nominations.relating import LONGEST_RELATION
from app.domain.nominations.visiting import LONGEST_MET, LONGEST_NOTE, Seen
from app.entrypoints.forms import DateField, Form, IdField, at_most, required


class RelationForm(Form):
    """How she is related to the person."""

    words = StringField("什么关系", [required("请写明是什么关系"), at_most(LONGEST_RELATION)])


class VisitForm(Form):
    """Where, when, whom, and what was found."""

    visited_on = DateField("走访日期", [required("请选择日期")])
    met = StringField("在哪里、见了谁", [required("请写在哪里、见了谁"), at_most(LONGEST_MET)])
    words = TextAreaField("了解到的情况", [required("请写了解到的情况"), at_most(LONGEST_NOTE)])

    def seen(self, pictures: Sequence[UUID]) -> Seen:
        """As the room takes it."""
        return Seen(
            self.visited_on.data, self.met.data or "", self.words.data or "", tuple(pictures)
        )


class AnswererForm(Form):
    """Whom the centre asks to answer."""

    staff_id = IdField("请谁答复", [required("请选择一位")])
