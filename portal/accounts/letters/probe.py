"""The probe of letters: how many the mail server did not take, and since when."""

from flask_babel import lazy_gettext as _l

from portal.accounts.letters.queries import letter_counts
from portal.web.bounds import LETTER_AGE
from portal.web.extensions import db, moment
from portal.web.health import OK, Probe, ProbeResult
from portal.web.metrics import Reading

WAITING, GIVEN_UP = "letters wait", "letters given up"


def _check() -> ProbeResult:
    counts = letter_counts(db.session())
    age = moment() - counts.oldest_at if counts.oldest_at else None
    state = OK
    if age is not None and age > LETTER_AGE:
        state = WAITING
    if counts.given_up:
        state = GIVEN_UP
    return ProbeResult(
        state == OK,
        state,
        waiting=counts.waiting,
        given_up=counts.given_up,
        age_seconds=None if age is None else round(age.total_seconds()),
        bound_seconds=round(LETTER_AGE.total_seconds()),
    )


LETTER_PROBE = Probe(
    "letters",
    _check,
    is_fast=False,
    needs="database",
    title=_l("Surat kepada petugas"),
    words={
        WAITING: _l("Ada surat yang lama belum terkirim."),
        GIVEN_UP: _l("Ada surat yang tidak terkirim dan tidak dicoba lagi."),
    },
    remedy=_l("Periksa server surat pada PORTAL_MAIL_URL."),
)


def _counts() -> dict[str, float]:
    counts = letter_counts(db.session())
    return {"waiting": counts.waiting, "given_up": counts.given_up, "tries": counts.tries}


LETTER_COUNTS = Reading(
    "letters",
    "Letters that wait, that were given up in 30 days, and how often those that wait were tried.",
    read=_counts,
    label="state",
)
