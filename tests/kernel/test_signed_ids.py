"""An id in a signed code: read for its purpose only, and only where it is an id."""

from app.kernel.crypto import read_signed_id, signed_code
from app.kernel.ids import new_id


def test_an_id_comes_back_for_its_own_purpose_and_no_other(application: object) -> None:
    one = new_id()
    code = signed_code(one.bytes, purpose="a thing")
    assert read_signed_id(code, purpose="a thing") == one
    assert read_signed_id(code, purpose="another") is None
    assert read_signed_id(code[:-2] + "xx", purpose="a thing") is None
    assert read_signed_id("", purpose="a thing") is None


def test_what_is_signed_but_no_id_is_none(application: object) -> None:
    for payload in (b"0" * 15, b"0" * 17):
        assert read_signed_id(signed_code(payload, purpose="a thing"), purpose="a thing") is None
