"""Who came, when, and how we know.

One rule decides whatever the way: the resident scans the session's rotating code, a scene QR is
answered in the chat, or staff scan the volunteer's card. Only the server's time counts. Where the
activity checks the place, the distance is kept and the coordinates are not. Every scan is kept,
refused ones with their reason; a repeated scan returns the first record.
"""
