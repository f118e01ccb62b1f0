"""Forms of an administrator about a release: a sign-off or a hold; and the filter of its list."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import HiddenField, SelectField, TextAreaField, ValidationError
from wtforms.validators import Length

from portal.publication.figures.documents import LONGEST_HOLD_DAYS
from portal.publication.figures.figures import Reason
from portal.publication.figures.review import Category, ReviewLine, matching
from portal.publication.releases.publishing import Hold, SignOff
from portal.storage.texts.cleaning import printable_text
from portal.web.formatting import day

LEAST_REFLECTION, MOST_REFLECTION = 20, 1000
LEAST_REASON, MOST_REASON = 10, 300
LONGEST_WORDS = 80


class SignOffForm(FlaskForm):  # type: ignore[misc] # Flask-WTF ships no types
    """What was learned and will be done; ``draft`` is the digest of the draft on the page."""

    draft = HiddenField()
    reflection = TextAreaField(
        _l("Apa yang kita pelajari dan akan kita lakukan"),
        filters=[printable_text],
        validators=[
            Length(
                min=LEAST_REFLECTION,
                max=MOST_REFLECTION,
                message=_l("Tulis 20 sampai 1.000 huruf: apa yang dipelajari, apa yang dilakukan."),
            )
        ],
    )

    def to_command(self, *, by: str) -> SignOff:
        """Return the sign-off of the person ``by``."""
        return SignOff(by=by, reflection=self.reflection.data)


class HoldForm(FlaskForm):  # type: ignore[misc] # Flask-WTF ships no types
    """Why a release is held, and for how many days after its fixed day."""

    days = SelectField(_l("Tahan sampai"), validate_choice=False)
    reason = TextAreaField(
        _l("Alasan yang dibaca umum"),
        filters=[printable_text],
        validators=[
            Length(
                min=LEAST_REASON,
                max=MOST_REASON,
                message=_l("Tulis alasan dengan 10 sampai 300 huruf."),
            )
        ],
    )

    def offer(self, due_on: date) -> None:
        """Let the hold end on any of the days that it may."""
        self.days.choices = [
            (str(days), f"{day(due_on + timedelta(days=days))} (+{days})")
            for days in range(1, LONGEST_HOLD_DAYS + 1)
        ]

    def validate_days(self, field: SelectField) -> None:
        """Refuse what was not offered."""
        if field.data not in {value for value, _ in field.choices}:
            raise ValidationError(_l("Pilih salah satu hari dalam daftar."))

    def to_command(self, *, by: str) -> Hold:
        """Return the hold of the person ``by``."""
        return Hold(by=by, reason=self.reason.data, days=int(self.days.data))


@dataclass(frozen=True, slots=True)
class ReviewFilter:
    """Which hidden figures are asked for; empty fields ask for all."""

    category: str = ""
    reason: str = ""
    change: str = ""
    words: str = ""

    @classmethod
    def of(cls, args: Mapping[str, str]) -> "ReviewFilter":
        """Read the address; what is no choice of ours asks for nothing."""
        asked = {name: args.get(name, "") for name in ("category", "reason", "change")}
        return cls(
            category=asked["category"] if asked["category"] in set(Category) else "",
            reason=asked["reason"] if asked["reason"] in set(Reason) else "",
            change="hidden" if asked["change"] == "hidden" else "",
            words=args.get("words", "").strip()[:LONGEST_WORDS],
        )

    def asked_for(self) -> dict[str, Any]:
        """Return what stands in the address for this filter."""
        pairs = (
            ("category", self.category),
            ("reason", self.reason),
            ("change", self.change),
            ("words", self.words),
        )
        return {name: value for name, value in pairs if value}

    def matching(self, lines: tuple[ReviewLine, ...]) -> list[ReviewLine]:
        """Return the lines that are asked for."""
        return matching(lines, **self.asked_for())
