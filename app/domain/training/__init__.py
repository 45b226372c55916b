"""Courses: what people learn here, by whom, how long, with a short test, and what it qualifies for.

A course is an activity of the work type 培训: it is planned, reviewed, published, signed up for and
attended by the very code of activities. This room adds what only a course has. Who checks out has
learned so many minutes (and served none: `hours` leaves them to us); who was there long enough and
passed the test has completed it, which may grant a qualification by rule. Order 67, article 8, asks
for name, content, hours, organiser and date: they are in each record.
"""
