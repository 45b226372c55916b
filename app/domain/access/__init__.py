"""Staff: who may enter the console, as what, and how far.

A member of staff is appointed by one above, never registers herself, and serves one place in one
role. Roles and permissions are one table in rules.py (docs/permissions.md is printed from it).
Sign-in is by name and password (Argon2id), locked after repeated failures; every sign-in is a row
that can be ended from another device, and ends by itself when idle.
"""
