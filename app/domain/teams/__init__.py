"""Teams: people who serve together at a place.

Somebody founds one, staff of the place recognise it, people join by the leader's invitation or by
asking, and leave at any time: nobody is a member against her will, nobody leads who has not agreed.
Whether the leader may sign her up for activities is each member's own word, taken back at any time.
"""
