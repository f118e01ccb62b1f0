"""The line by which each file of the evaluation says when and by which rules it was made."""

from datetime import date

from flask_babel import gettext as _

from portal.evaluation.cycles.domain import Cycle


def made_line(cycle: Cycle | None, *, on: date) -> str:
    """Return the day on which a file is made, and the rules by which its figures are read.

    :param cycle: that the file is about; None while there is none.
    """
    day = on.isoformat()
    if cycle is None or cycle.rules_version is None:
        return str(_("Dibuat %(day)s. Belum ada aturan yang berlaku.", day=day))
    return str(
        _(
            "Dibuat %(day)s menurut aturan versi %(version)s, siklus %(year)s.",
            day=day,
            version=cycle.rules_version,
            year=cycle.year,
        )
    )
