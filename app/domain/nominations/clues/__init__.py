"""Clues: "I know a good person", in one line of at most 70 characters, all year round.

A resident writes it on the phone or into the chat. A clerk looks within days, asks back, and
makes a nomination of it with the giver as nominator, or says why not; the giver is told.
"""
