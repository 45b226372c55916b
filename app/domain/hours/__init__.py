"""Service hours: what was credited, where it stands, and why.

A check-out draws up a record: whole minutes present within the planned time, no minute of a life
twice, a cap a day. Staff approve, return or reject, one or hundreds at once, and every "no" says
why; nobody approves her own record or one she mended. An approval can be revoked with a reason;
both stay. Who was there without a scan is typed in with a picture and confirmed from above, by
somebody else (back-fills). The resident reads for each record where it stands, why, and by when it
will be decided.
"""
