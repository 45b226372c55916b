"""Activities that come again: a plan and a rule of dates, templates, and last year's plans.

A series is made from one plan: its dates are looked at first, with holidays, make-up workdays and
clashes, and then each becomes an ordinary activity. It is handed in, reviewed by another person one
level up, and published as a whole, every activity by the rules of a single one. Later it is changed
or called off for one date, from one date on, or for all that have not begun; who signed up is told.
"""
