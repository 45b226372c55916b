"""Complaints and suggestions: from any page, to an answer by somebody who has no part in it.

What is said is sealed; who said it only the handler and the centre may look up, and each look
stands in the trail, which names neither. It is handled at its place by staff who are not concerned,
else one level up; asked back, answered within five working days or passed up by the clock, rated,
reopened once, counted for the year. Words are wiped a year after the end; the counts stay.
"""
