"""Recognition: what the district gives back for hours that were approved.

Points stand in a ledger that is only added to: earned by approved hours under the rule of the day
of service, taken back by an opposite row when hours are revoked, spent, run out. A balance is the
sum of its rows and never negative. Nothing earns points but approved hours that were attended, and
honours where the centre says so: no following, no sharing, no back-filled record, no staff's hand.
"""
