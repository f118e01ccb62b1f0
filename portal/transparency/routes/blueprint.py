"""The blueprint that every public page hangs on, and what may stand in its addresses."""

from flask import Blueprint, Flask
from werkzeug.routing import BaseConverter

from portal.organisation.places.codes import CODE_PATTERN

blueprint = Blueprint("transparency", __name__)


class CodeConverter(BaseConverter):
    """A place's code; anything else is no address of ours and never reaches the database."""

    regex = CODE_PATTERN
    part_isolating = True


class MonthConverter(BaseConverter):
    """A month such as 2026-10."""

    regex = r"20[0-9]{2}-(?:0[1-9]|1[0-2])"
    part_isolating = True


class YearConverter(BaseConverter):
    """A year such as 2026."""

    regex = r"20[0-9]{2}"
    part_isolating = True


def install_converters(app: Flask) -> None:
    """Let addresses name places, months and years; call it before the blueprint is registered."""
    app.url_map.converters.update(place=CodeConverter, month=MonthConverter, year=YearConverter)
