"""The moment between looking and writing, in which a race would be lost without the locks."""


def pass_through() -> None:
    """Nothing, in life. Tests pause here, so that a race test can prove it is able to fail."""
