"""Finding QR codes in pictures, where the zxing-cpp package is installed."""

import base64
import binascii
import io
from importlib import import_module
from importlib.util import find_spec

from PIL import Image, UnidentifiedImageError

zxingcpp = import_module("zxingcpp") if find_spec("zxingcpp") else None


class NoPicture(ValueError):
    """Nothing to decode; the message says why."""


def can_decode() -> bool:
    return zxingcpp is not None


def texts_in(picture: bytes) -> list[str]:
    """The texts of all codes in the picture, empty ones left out."""
    if zxingcpp is None:
        raise NoPicture("这台电脑没有安装 zxing-cpp，请粘贴二维码里的文字")
    try:
        image = Image.open(io.BytesIO(picture)).convert("RGB")
    except (UnidentifiedImageError, OSError) as problem:
        raise NoPicture("这不是一张能打开的图片") from problem
    return [code.text for code in zxingcpp.read_barcodes(image) if code.text]


def from_base64(text: str) -> bytes:
    """The bytes of a base64 text or a data: URL."""
    try:
        return base64.b64decode(text.rpartition(",")[2], validate=True)
    except binascii.Error as problem:
        raise NoPicture("the picture is not base64") from problem
