"""Frames of fields: drawn once a language, and never with the words of another field."""

from typing import Any

import pytest
from flask import Flask
from flask_babel import force_locale
from flask_babel import lazy_gettext as _l
from wtforms import Form, StringField

from portal.evaluation.explaining import drawn_fields
from portal.evaluation.explaining.drawn_fields import frame_of


class Named(Form):  # type: ignore[misc] # WTForms ships no types
    """Two fields of which one is explained."""

    text = StringField(_l("Keluar"), description=_l("Batal"))
    bare = StringField(_l("Simpan"))


def test_a_frame_is_drawn_once_a_language(app: Flask) -> None:
    with app.test_request_context():
        first, second = frame_of(Named().text), frame_of(Named().text)
        with force_locale("en"):
            english = frame_of(Named().text)

    assert first is second
    assert "Keluar" in first.head
    assert "Sign out" in english.head


def test_a_field_without_a_hint_or_a_reason_names_none(app: Flask) -> None:
    with app.test_request_context():
        frame = frame_of(Named().bare)

    assert (frame.hint, frame.why) == ("", "")
    assert "hint" not in frame.head


def test_what_is_said_of_the_same_field_on_another_page_is_drawn_anew(app: Flask) -> None:
    with app.test_request_context():
        plain = Named().text
        other: Any = Named().text
        other.label.text, other.why = "Lain", "Sebab <b>"
        frames = frame_of(plain), frame_of(other)

    assert "Lain" in frames[1].head
    assert "Lain" not in frames[0].head
    assert "Sebab &lt;b&gt;" in frames[1].why
    assert frames[0].why == ""


def test_no_more_frames_are_kept_than_fit(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(drawn_fields, "MOST_DRAWN", 2)
    monkeypatch.setattr(drawn_fields, "_drawn", kept := {})
    with app.test_request_context():
        for number in range(5):
            field: Any = Named().text
            field.label.text = f"Kolom {number}"
            assert f"Kolom {number}" in frame_of(field).head

    assert len(kept) <= 2
