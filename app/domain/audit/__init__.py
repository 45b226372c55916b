"""The trail of who decided what.

Every decision on people, roles, activities and hours leaves an entry, written in the transaction
of the decision itself. Entries are only ever added, and the database refuses anything else. They
name ids and facts; names and reasons stand beside them, committed to by salted hashes, so that a
person can be forgotten and every proof still holds. Never ID or phone numbers. Once an hour what is
new is sealed: a tree over the entries, chained and published, so that anyone can check it.
Staff read the entries of their own subtree; auditors read them all.
The first room: everyone may write here, and it knows nobody.
"""
