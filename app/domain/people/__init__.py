"""Volunteers: who they are, how we reach them, what they agreed to.

A person registers herself with at most six facts; the phone is proven by a code. One person is one
volunteer (the ID number's blind index, or name with a proven phone), however many WeChat ids she
has. ID numbers are ciphertext at rest and never leave this room but for their last four characters.
A volunteer has a number for life and a card whose QR lives 60 seconds.
"""
