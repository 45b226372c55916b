"""Other systems of the district are told what happened, as Standard Webhooks.

A centre's administrators register an address and choose events. Each event is a letter in the
outbox, written in the transaction of what happened, signed and sent by the worker, tried again for
three days. It carries ids and times, never names or phones; a person is an opaque reference of
that one address. An address that fails for days is paused and the administrators are told.
"""
