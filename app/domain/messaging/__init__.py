"""What leaves the building, and what came in.

Every message is a row in the outbox, written in the transaction of what caused it. Any number of
workers claim rows by lease, send them outside transactions, and mark them: sent, waiting again, or
given up with the reason. The room also keeps which incoming messages were answered (a redelivery
gets the first answer), credentials shared by all processes, and each worker's heartbeat.
"""
