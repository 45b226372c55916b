"""Facilities of places, and who has booked them for when.

Staff describe a room, stage or court: seats, hours, who may book it and for how long. A resident
picks a day, sees its free half hours and asks for some; they are hers from that moment, so that
nobody else can have them, and free again when staff decline, call off, or she cancels. What nobody
decided before it begins lapses. Who does not come, time and again, waits before she books anew.
"""
