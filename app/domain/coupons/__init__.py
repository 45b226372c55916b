"""Coupons of a consumption season: what a district gives so that people go out and buy.

A season has a budget and kinds of coupons; residents take them until the number or the budget is
used up. A merchant's phone redeems each once, with the bill's amount, and what was redeemed is
settled by a sheet that one member of staff prepares and another confirms. Money is only ever added
to the tables: what was wrong is answered by an opposing row.
"""
