"""Authorities outside are asked about people who passed, before the public notice.

The campaign names whom it asks. Each authority gets one letter with all its cases, on paper or by
a link with an access code; it sees no more than it needs, and agrees or objects with a reason.
Nobody comes into the notice before every answer is in; an objection sends the case back or ends it.
"""
