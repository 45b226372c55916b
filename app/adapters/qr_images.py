"""QR codes as pictures: SVG for screens, PNG for paper and older phones."""

from base64 import b64encode
from io import BytesIO

import qrcode
from qrcode.constants import ERROR_CORRECT_M
from qrcode.image.pil import PilImage

QUIET_MODULES = 4  # the white edge ISO/IEC 18004 asks for


def svg(text: str) -> str:
    """One path on white, crisp at any size; a few kilobytes."""
    rows = _code(text).get_matrix()
    size = len(rows)
    path = "".join(
        f"M{x} {y}h{length}v1h-{length}z" for y, row in enumerate(rows) for x, length in _runs(row)
    )
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {size} {size}" '
        f'shape-rendering="crispEdges"><path fill="#fff" d="M0 0h{size}v{size}H0z"/>'
        f'<path fill="#000" d="{path}"/></svg>'
    )


def svg_address(text: str) -> str:
    """The picture inside an address, for what must not have an address of its own."""
    return f"data:image/svg+xml;base64,{b64encode(svg(text).encode()).decode('ascii')}"


def png(text: str, *, module_pixels: int = 10) -> bytes:
    """A PNG whose smallest square is `module_pixels` wide."""
    code = _code(text)
    code.box_size = module_pixels
    picture = BytesIO()
    code.make_image(image_factory=PilImage).save(picture, format="PNG")
    return picture.getvalue()


def _code(text: str) -> qrcode.QRCode:
    code = qrcode.QRCode(error_correction=ERROR_CORRECT_M, border=QUIET_MODULES)
    code.add_data(text)
    code.make(fit=True)
    return code


def _runs(row: list[bool]) -> list[tuple[int, int]]:
    """Where dark stretches begin and how long they are: [(2, 7), (10, 1)]."""
    runs: list[tuple[int, int]] = []
    for x, dark in enumerate(row):
        if dark and runs and sum(runs[-1]) == x:
            runs[-1] = (runs[-1][0], runs[-1][1] + 1)
        elif dark:
            runs.append((x, 1))
    return runs
