"""Haoren: the only module that sees every floor. It puts the house together."""
