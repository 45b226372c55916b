"""What residents can take part in: activities, their sessions and positions, and sign-ups.

An activity is drafted by a place, reviewed by another person one level up, published, and ends; or
it is withdrawn or cancelled, and everyone signed up is told. A session is one stretch of time; its
positions have capacity, ages and skills. Sign-up is exact under a rush: the volunteer is locked
first, then the position's counter is raised only below capacity; who comes too late waits in order
and moves up once.
"""
