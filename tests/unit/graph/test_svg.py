"""The SVG of a picture: well-formed, safe, self-contained, and the same every time."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET
from pathlib import Path
from typing import Any

import pytest

from engine import web
from engine.catalogue import render
from engine.graph.net import ProcedureNet
from engine.graph.stylesheet import STYLESHEET
from engine.graph.svg import to_svg
from engine.messages import Label
from engine.specs.findings import Severity
from tests.support.pictures import EVERYTHING, net_of, shipped_nets

_SVG = "{http://www.w3.org/2000/svg}"
BOOTSTRAP = Path(web.__file__).parent / "static" / "vendor" / "bootstrap.min.css"
HOSTILE = "</text><script>alert(\"x\")</script> & 'y'"


def svg_of(net: ProcedureNet, **options: Any) -> str:
    return to_svg(net, **({"language": "vi", "render": render} | options))


def parsed(svg: str) -> ET.Element:
    return ET.fromstring(svg)  # noqa: S314 - we wrote it ourselves


def texts(svg: str) -> str:
    return " ".join(" ".join(t.itertext()) for t in parsed(svg).iter(f"{_SVG}text"))


def node(svg: str, key: str) -> ET.Element:
    return next(g for g in parsed(svg).iter(f"{_SVG}g") if g.get("data-node") == key)


def test_the_shipped_procedures_are_well_formed_in_both_languages() -> None:
    for net in shipped_nets():
        for language in ("vi", "en"):
            root = parsed(svg_of(net, language=language))
            drawn = {g.get("data-node") for g in root.iter(f"{_SVG}g")} - {None}
            assert drawn == {each.key for each in net.nodes}


def test_a_picture_says_what_it_is_to_those_who_cannot_see_it() -> None:
    net = net_of(EVERYTHING)
    root = parsed(svg_of(net, role_names={"department": Label("Sở chủ trì")}))
    title, description = root[0], root[1]
    assert root.get("role") == "img"
    assert title.tag == f"{_SVG}title"
    assert title.text == "Thủ tục có đủ mọi thứ"
    assert root.get("aria-labelledby") == title.get("id")
    assert root.get("aria-describedby") == description.get("id")
    assert "Sở chủ trì: Thẩm định" in (description.text or "")


def test_a_title_may_be_given() -> None:
    assert parsed(svg_of(net_of(EVERYTHING), title="Bản <nháp>"))[0].text == "Bản <nháp>"


def test_what_an_author_writes_never_becomes_markup() -> None:
    steps = {
        "receive": {
            "label": HOSTILE,
            "ref": HOSTILE,
            "by": "one_stop/reception",
            "outcomes": {
                "agree": {"to": "return", "label": HOSTILE},
                "refused": {"end": "refused", "label": HOSTILE},
            },
        },
        "return": {"label": "Trả", "by": "one_stop/reception"},
    }
    names = {"one_stop": Label(HOSTILE), "reception": Label(HOSTILE)}
    svg = svg_of(
        net_of(steps, title=HOSTILE), role_names=names, position_names=names, title=HOSTILE
    )
    assert not list(parsed(svg).iter(f"{_SVG}script"))
    assert "alert" in texts(svg)


def test_names_of_roles_and_positions_are_shown() -> None:
    net = net_of(EVERYTHING)
    svg = svg_of(
        net,
        role_names={"land_office": Label("Văn phòng đăng ký", "Land office")},
        position_names={"surveyor": Label("Đo đạc viên", "Surveyor")},
        language="en",
    )
    assert "Land office" in texts(svg)
    assert "Surveyor" in texts(svg)


def test_time_limits_can_be_left_out() -> None:
    net = net_of(EVERYTHING)
    assert "4 giờ làm việc" in texts(svg_of(net))
    assert "giờ làm việc" not in texts(svg_of(net, limits=False))


def test_findings_are_marked_by_form_and_words_and_not_by_colour_alone() -> None:
    marks = {"check": Severity.ERROR, "survey": Severity.WARNING}
    svg = svg_of(net_of(EVERYTHING), marks=marks)
    assert "error" in (node(svg, "check").get("class") or "").split()
    assert (node(svg, "check")[0].text or "").endswith("có lỗi")
    assert node(svg, "check").find(f"{_SVG}circle") is not None
    assert (node(svg, "survey")[0].text or "").endswith("có cảnh báo")
    assert "error" not in (node(svg, "sign").get("class") or "").split()


def test_the_style_of_the_console_hides_nothing_in_a_picture() -> None:
    marks = {"check": Severity.ERROR, "survey": Severity.WARNING}
    svg = svg_of(net_of(EVERYTHING), marks=marks, visits=frozenset({"check"}))
    used = {name for each in parsed(svg).iter() for name in (each.get("class") or "").split()}
    hidden = set(
        re.findall(r"\.([\w-]+)(?::empty)?\{[^}]*display:none", BOOTSTRAP.read_text("utf-8"))
    )
    assert "flag" in used
    assert "badge" in hidden
    assert not used & hidden


def test_the_steps_a_dossier_is_at_stand_out() -> None:
    svg = svg_of(net_of(EVERYTHING), visits=frozenset({"survey", "consult"}))
    active = {
        g.get("data-node")
        for g in parsed(svg).iter(f"{_SVG}g")
        if "active" in (g.get("class") or "").split()
    }
    assert active == {"survey", "consult"}
    assert (node(svg, "survey")[0].text or "").endswith("hồ sơ đang ở đây")


def test_nothing_is_fetched_and_nothing_runs() -> None:
    svg = svg_of(net_of(EVERYTHING)).replace('xmlns="http://www.w3.org/2000/svg"', "")
    assert not re.search(r"https?:|href|url\(|@import|<script|\son\w+=", svg)


def test_every_picture_has_the_same_style_sheet() -> None:
    for net in (net_of(EVERYTHING), shipped_nets()[0]):
        style = next(parsed(svg_of(net)).iter(f"{_SVG}style"))
        assert style.text == STYLESHEET


def test_the_same_picture_is_the_same_text() -> None:
    assert svg_of(net_of(EVERYTHING)) == svg_of(net_of(EVERYTHING))


def _luminance(colour: str) -> float:
    channels = [int(colour[n : n + 2], 16) / 255 for n in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def _contrast(one: str, other: str) -> float:
    light, dark = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_words_and_borders_can_be_told_from_their_ground(theme: str) -> None:
    light, dark, _ = re.split(r"@media screen", STYLESHEET)
    rules = light if theme == "light" else dark
    (text,) = re.findall(r" text\{fill:(#\w+)\}", rules)
    (quiet,) = re.findall(r" \.detail\{fill:(#\w+)\}", rules)
    (paper,) = re.findall(r" \.page\{fill:(#\w+)\}", rules)
    (back,) = re.findall(r" \.back \.line\{stroke:(#\w+)\}", rules)
    fills = re.findall(r" \.lane-\w+ \.shape\{fill:(#\w+);stroke:(#\w+)\}", rules)
    assert len(fills) == 9
    assert _contrast(back, paper) >= 4.5
    for fill, edge in fills:
        assert _contrast(text, fill) >= 7
        assert _contrast(quiet, fill) >= 4.5
        assert _contrast(edge, fill) >= 3
        assert _contrast(edge, paper) >= 3


def test_a_box_names_who_takes_part_with_position_and_unit() -> None:
    net = net_of(
        """
        council: {by: department/officer, participants: [authority/leader, commune/member]}
        """
    )
    shown = texts(
        svg_of(
            net,
            role_names={"authority": Label("Ủy ban nhân dân tỉnh")},
            position_names={"leader": Label("Lãnh đạo")},
        )
    )
    assert "cùng tham gia: Lãnh đạo – Ủy ban nhân dân tỉnh, member – commune" in " ".join(
        shown.split()
    )
