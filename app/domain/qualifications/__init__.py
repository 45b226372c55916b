"""What somebody may do because she has learned it: qualifications, who holds them, until when.

A place defines a qualification; it is granted by a named member of staff, or by rule when a course
was attended and passed. Each grant may run out, can be revoked with a reason, and is in the trail.
Positions ask for one (activities); courses lead to one (training). Who holds one that runs out soon
is told once.
"""
