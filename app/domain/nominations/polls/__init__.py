"""Polls: neighbours vote among a campaign's candidates, for reference only.

Off unless the centre arranges one. Followers of the account cast one ballot a day, each sees the
candidates in an order of her own, and nobody sees a count before the end. What looks odd is listed,
never deleted; two people may leave ballots out, counted apart. Later the ballots go, the sums stay.
"""
