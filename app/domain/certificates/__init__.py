"""Certificates: what a person has done, on a paper that can be checked.

Only approved hours count, and each certificate names the records it counted. What it says is
written once as a snapshot, hashed, and never changed; the paper is printed from it. When counted
hours are revoked later the certificate says so and can be replaced. Who holds the paper's number
and code can see how it stands. It is this platform's record (平台记录单), never the national one.
"""
