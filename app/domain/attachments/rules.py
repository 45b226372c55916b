"""How large, how many, how long. Numbers and their sources: docs/rules.md, Attachments."""

from datetime import timedelta

LARGEST_BYTES = 12 * 1024 * 1024
MOST_AT_ONCE = 9
MOST_LOOSE = 60
MOST_LOOSE_OF_VISITORS = 300  # of all of them together: nobody knows who they are
LOOSE_LASTS = timedelta(days=2)
# Two photos whose hashes differ in no more bits are most probably the same.
ALIKE_WITHIN_BITS = 6
DIFFERENCE_BITS = 64
