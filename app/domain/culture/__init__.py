"""Culture for audiences: programmes, their events, free tickets, the door, and how many came.

A programme (festival, season, tour, screenings) holds events. A resident takes one ticket for one
to five seats, exactly, however great the rush; at the door it is read by the scanner that also
reads volunteers' cards. How many came is kept three times apart: scanned, counted by hand, seen
online. A tour plan names the communities of a programme and how many shows each is to have.
"""
