"""Nothing a user reads is in English only: every text has its Vietnamese translation."""

from __future__ import annotations

from tests.support.catalogues import Shown, placeholders, shown_texts, translations


def _listed(faults: list[str]) -> str:
    return f"{len(faults)} faults:\n" + "\n".join(faults)


def _described(shown: Shown) -> str:
    return f"  {shown.place}: {shown.text!r}"


def test_every_text_has_a_vietnamese_translation() -> None:
    known = translations("vi")
    missing = [_described(each) for each in shown_texts() if each.text not in known]
    assert not missing, _listed(missing)


def test_translations_take_the_same_parameters_as_their_texts() -> None:
    different = [
        f"  {text!r}\n    {translation!r}"
        for text, translation in translations("vi").items()
        if text and placeholders(text) != placeholders(translation)
    ]
    assert not different, _listed(different)


def test_texts_are_given_no_parameters_they_do_not_take() -> None:
    wrong = [
        f"{_described(each)} is given {sorted(each.given)}"
        for each in shown_texts()
        if not each.given <= placeholders(each.text)
    ]
    assert not wrong, _listed(wrong)
