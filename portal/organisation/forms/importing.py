"""Forms of the import: the file, and the yes to what it would change."""

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from flask_wtf.file import FileField, FileRequired
from wtforms import HiddenField


class UploadForm(FlaskForm):  # type: ignore[misc] # Flask-WTF ships no types
    """An organisation file."""

    file = FileField(
        _l("Berkas CSV atau .xlsx"),
        validators=[FileRequired(message=_l("Pilih berkas dulu."))],
    )


class ConfirmForm(FlaskForm):  # type: ignore[misc] # Flask-WTF ships no types
    """Which file was looked at, and what it would have changed then."""

    token = HiddenField()
    digest = HiddenField()
