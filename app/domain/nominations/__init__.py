"""Good persons: from a neighbour's nomination to the honour roll.

The centre opens a campaign; anyone nominates, and a person named twice is one case with two voices.
A case passes the levels of review, each by somebody without a part in it before, then stands in
public notice for working days. Objections are answered by someone not involved; an upheld one ends
the case. What is left stands on the roll. Words say 推选 and 发布, never 表彰 unless approved.
"""
