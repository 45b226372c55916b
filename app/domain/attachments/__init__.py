"""Pictures that evidence rests on: photos of an activity, sheets that were signed.

A picture is drawn again when it comes in: upright, bounded, without the position and camera inside
it. Until something rests on it only who sent it sees it, and after two days it is forgotten.
Once attached it stays, and the room it is attached in says who may look. It knows nobody.
"""
