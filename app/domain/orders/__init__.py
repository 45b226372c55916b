"""Service orders: what somebody needs done, from asking to the rating.

Places and their teams offer a menu; residents order from it, or ask freely, or by telephone. Staff
verify, dispatch to a team or let teams take it; a team accepts, and an activity of its own is made,
so that hours count. It tells what came of it, the requester rates it, some are called back by
chance, and what was rated low is done again. Name, phone, address and wish are sealed; only the
dispatcher and, once accepted, who serves may look, and each look stands in the trail.
"""
