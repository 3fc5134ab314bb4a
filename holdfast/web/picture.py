"""An SVG as PNG, drawn by typst with the typeface that comes with Holdfast: no browser, no system library."""

from pathlib import Path

import typst

FONTS = Path(__file__).parent / "fonts"

PAGE = """
#set page(width: auto, height: auto, margin: 0pt)
#image(bytes(sys.inputs.drawing), format: "svg", width: {width}pt)
"""


def png(svg: str, *, width_px: int = 1440) -> bytes:
    """The drawing as PNG, `width_px` wide."""
    width = 480
    drawn = typst.compile(
        PAGE.format(width=width).encode(),
        format="png",
        ppi=72 * width_px / width,
        font_paths=[str(FONTS)],
        sys_inputs={"drawing": svg},
    )
    if not isinstance(drawn, bytes):
        raise TypeError("A drawing is one page.")
    return drawn
