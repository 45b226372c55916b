"""Recognised units (文明单位, 村镇, 社区, 校园, 家庭) of a place, and how they came to be.

Each decision (recognised, kept at a review, raised, warned, withdrawn, renamed, corrected) is a row
that is only added, with the papers it rests on and an entry in the trail. How a unit stands now
follows from its rows; who must review is told in time. A household is public only by consent.
"""
