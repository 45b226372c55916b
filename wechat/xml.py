"""XML from outside: bounded, and without document types or entities."""

from xml.etree.ElementTree import Element, ParseError

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import fromstring

from wechat.errors import BadBody

BODY_LIMIT_BYTES = 64 * 1024


def text_of(body: bytes) -> str:
    """The body as text; a delivery is UTF-8 and never large."""
    if len(body) > BODY_LIMIT_BYTES:
        raise BadBody(f"the body is larger than {BODY_LIMIT_BYTES} bytes")
    try:
        return body.decode("utf-8")
    except UnicodeDecodeError:
        raise BadBody("the body is not UTF-8") from None


def parse(text: str) -> Element:
    """The root element, which must be <xml>."""
    try:
        root: Element = fromstring(text, forbid_dtd=True)
    except (ParseError, DefusedXmlException, ValueError) as error:
        raise BadBody(f"the body is not acceptable XML: {type(error).__name__}") from None
    if root.tag != "xml":
        raise BadBody("the root element is not <xml>")
    return root
