"""What the fields of a form that was sent are called, told from the names that came."""

from flask_wtf import FlaskForm
from wtforms import HiddenField, StringField

from portal.web.kept_form import labels_of


class WalkForm(FlaskForm):  # type: ignore[misc] # Flask-WTF ships no types
    """A form with names of its own."""

    walk_place = StringField("Tempat")
    walk_words = StringField(label="Kesan")
    walk_mark = HiddenField()


class WalkAgainForm(FlaskForm):  # type: ignore[misc] # Flask-WTF ships no types
    """A form that shares names with the other; one of them is called differently."""

    walk_place = StringField("Tempat")
    walk_words = StringField("Pesan")
    walk_day = StringField("Hari")


def test_the_form_with_the_most_names_says_what_they_are_called() -> None:
    assert labels_of({"walk_words", "walk_mark"}) == {"walk_words": "Kesan", "walk_mark": ""}
    assert labels_of({"walk_place", "walk_words", "walk_day"}) == {
        "walk_place": "Tempat",
        "walk_words": "Pesan",
        "walk_day": "Hari",
    }


def test_where_forms_disagree_only_what_all_call_the_same_has_a_label() -> None:
    assert labels_of({"walk_place", "walk_words"}) == {"walk_place": "Tempat"}


def test_names_of_no_form_have_no_label() -> None:
    assert labels_of({"nothing_like_it"}) == {}
    assert labels_of(()) == {}
