"""The look of pictures: one style sheet, the same for all, so that a page may allow it by its hash.

Colours are written out for light pages and paper, and again for dark screens: a picture follows the
page's ``data-bs-theme`` where there is one, else the reader's system. Printing is always light. No
custom properties, because word processors and drawing programs do not know them.
"""

from __future__ import annotations

from dataclasses import dataclass

LANES = 8
"""How many lane colours there are; the ninth lane begins again."""


@dataclass(frozen=True, slots=True)
class _Palette:
    text: str
    quiet: str
    line: str
    back: str
    paper: str
    active: str
    error: str
    warning: str
    outside: tuple[str, str]
    lanes: tuple[tuple[str, str], ...]  # fill and edge


_LIGHT = _Palette(
    text="#16191d",
    quiet="#454c55",
    line="#3c434b",
    back="#a3361b",
    paper="#ffffff",
    active="#0b5ed7",
    error="#b42318",
    warning="#8a5a00",
    outside=("#f1f2f4", "#6b7280"),
    lanes=(
        ("#e3eefc", "#2f66b0"),
        ("#e4f4e6", "#2f7d3c"),
        ("#fdf0d9", "#9a6700"),
        ("#f3e8fb", "#7a3fb0"),
        ("#dff4f4", "#0f7377"),
        ("#fde8ec", "#b03055"),
        ("#eef0d8", "#6a7011"),
        ("#f6e9df", "#8f4d22"),
    ),
)
_DARK = _Palette(
    text="#f1f3f5",
    quiet="#c3cad2",
    line="#b6bec8",
    back="#ff9d80",
    paper="#1d2125",
    active="#7db4ff",
    error="#ff8a7a",
    warning="#ffcf5c",
    outside=("#2b3036", "#9aa4af"),
    lanes=(
        ("#1d2f49", "#7fb0f0"),
        ("#1c3623", "#7fce8d"),
        ("#3d3014", "#e6b450"),
        ("#33224a", "#c39bea"),
        ("#13373a", "#69cdd2"),
        ("#45202c", "#f08fa8"),
        ("#31340f", "#c7cf5e"),
        ("#3d2819", "#e0a178"),
    ),
)

_SHAPE = """\
.mc-picture{font-family:system-ui,"Segoe UI","Noto Sans",Arial,sans-serif;max-width:100%;height:auto}
.mc-picture text{font-size:11.5px}
.mc-picture .name,.mc-picture .lane-name{font-size:13px;font-weight:600}
.mc-picture .limit{font-weight:600}
.mc-picture .shape{stroke-width:1.4}
.mc-picture .wait .shape{stroke-dasharray:2 3}
.mc-picture .end .shape{stroke-width:2.4}
.mc-picture .rule{stroke-width:1.4;fill:none}
.mc-picture .band{fill-opacity:.32;stroke:none}
.mc-picture .border{stroke-width:1;stroke-opacity:.45}
.mc-picture .line{fill:none;stroke-width:1.5;stroke-linejoin:round}
.mc-picture .back .line{stroke-dasharray:6 4}
.mc-picture .edge-label{paint-order:stroke;stroke-width:4px;stroke-linejoin:round}
.mc-picture .active .shape{stroke-width:4}
.mc-picture .halo{fill:none;stroke-width:1.5}
.mc-picture .sign{font-weight:700;font-size:12px;text-anchor:middle}
@media print{.mc-picture{max-height:96vh;break-inside:avoid;print-color-adjust:exact;-webkit-print-color-adjust:exact}}
"""


def _colours(scope: str, palette: _Palette) -> str:
    fills = [*enumerate(palette.lanes), ("out", palette.outside)]
    rules = [
        f"{scope} text{{fill:{palette.text}}}",
        f"{scope} .detail{{fill:{palette.quiet}}}",
        f"{scope} .edge-label{{stroke:{palette.paper}}}",
        f"{scope} .page{{fill:{palette.paper}}}",
        f"{scope} .line{{stroke:{palette.line}}}",
        f"{scope} .head,{scope} .bar .shape,{scope} .dot{{fill:{palette.line};stroke:none}}",
        f"{scope} .back .line{{stroke:{palette.back}}}",
        f"{scope} .back .head,{scope} .back .edge-label{{fill:{palette.back}}}",
        *(f"{scope} .lane-{n} .band{{fill:{fill}}}" for n, (fill, _) in fills),
        *(f"{scope} .lane-{n} .shape{{fill:{fill};stroke:{edge}}}" for n, (fill, edge) in fills),
        *(f"{scope} .lane-{n} .rule{{stroke:{edge}}}" for n, (_, edge) in fills),
        f"{scope} .border{{stroke:{palette.quiet}}}",
        f"{scope} .bar .shape{{fill:{palette.line};stroke:none}}",
        f"{scope} .active .shape,{scope} .halo{{stroke:{palette.active}}}",
        f"{scope} .error .shape{{stroke:{palette.error}}}",
        f"{scope} .warning .shape{{stroke:{palette.warning}}}",
        f"{scope} .error .flag{{fill:{palette.error};stroke:none}}",
        f"{scope} .warning .flag{{fill:{palette.warning};stroke:none}}",
        f"{scope} .sign{{fill:{palette.paper}}}",
    ]
    return "\n".join(rules) + "\n"


STYLESHEET = (
    _SHAPE
    + _colours(".mc-picture", _LIGHT)
    + "@media screen and (prefers-color-scheme:dark){\n"
    + _colours(".mc-picture:not([data-bs-theme] *)", _DARK)
    + "}\n@media screen{\n"
    + _colours("[data-bs-theme=dark] .mc-picture", _DARK)
    + "}\n"
)
