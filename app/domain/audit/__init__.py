"""The trail of who decided what.

Every decision on people, roles, activities and hours leaves an entry, written in the transaction
of the decision itself. Entries are only ever added. They name ids and sentences, never ID or phone
numbers. Staff read the entries of their own subtree; auditors read them all.
The first room: everyone may write here, and it knows nobody.
"""
