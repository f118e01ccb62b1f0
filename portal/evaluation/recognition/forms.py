"""Forms of awards: decisions, consent, a second look after a result changed."""

from collections.abc import Mapping, Sequence
from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import BooleanField
from wtforms.validators import DataRequired

from portal.evaluation.appraisals.forms import NOT_CHOSEN, long_text
from portal.evaluation.awards.domain import MOST_PLACES
from portal.evaluation.plans.forms import NEEDED, RevisionForm
from portal.organisation.records.form_fields import ChoiceField, choices_of
from portal.web.extensions import error_links


class ConsentForm(RevisionForm):
    """What a winner says about being named."""

    name = BooleanField(_l("Nama saya boleh diumumkan"))
    photo = BooleanField(_l("Foto saya boleh dipakai kota untuk pengumuman ini"))


class DecisionForm(RevisionForm):
    """Whom the mayor gives the awards; fields of places that the scheme has not are taken away."""

    def offer(self, people: Sequence[tuple[str, str]], *, places: int) -> None:
        """Let the mayor choose among the finalists, or nobody, for each place."""
        for number in range(1, MOST_PLACES + 1):
            if number > places:
                del self[f"winner_{number}"], self[f"reason_{number}"]
                continue
            nobody = ("nobody", _l("tidak diberikan"))
            self[f"winner_{number}"].choices = choices_of([NOT_CHOSEN, *people, nobody])

    @property
    def places(self) -> list[tuple[int, Any, Any]]:
        """The fields of each place: its number, the winner, the reason."""
        numbers = range(1, MOST_PLACES + 1)
        return [
            (each, self[f"winner_{each}"], self[f"reason_{each}"])
            for each in numbers
            if f"winner_{each}" in self
        ]

    def chosen(self, proposed: Mapping[int, int]) -> list[tuple[int, int | None, str]] | None:
        """Return place, person (None for nobody) and reason; None where something is missing.

        :param proposed: the person proposed for each place.
        """
        found: list[tuple[int, int | None, str]] = []
        for number, winner, reason in self.places:
            if not winner.data:
                winner.errors = [NEEDED]
                continue
            person = None if winner.data == "nobody" else int(winner.data)
            if person is not None and person in {each for _, each, _ in found}:
                winner.errors = [_l("Sudah dipilih untuk penghargaan lain.")]
            if person != proposed.get(number) and not reason.data:
                reason.errors = [_l("Tulis alasannya.")]
            found.append((number, person, reason.data or ""))
        return None if error_links(self) else found


for _number in range(1, MOST_PLACES + 1):
    setattr(
        DecisionForm,
        f"winner_{_number}",
        ChoiceField(_l("Penghargaan %(number)s diberikan kepada", number=_number)),
    )
    setattr(
        DecisionForm,
        f"reason_{_number}",
        long_text(
            _l("Alasan untuk penghargaan %(number)s", number=_number),
            description=_l(
                "Wajib bila bukan yang diusulkan menurut nilai juri, atau tidak diberikan."
            ),
        ),
    )


class AwardReviewForm(RevisionForm):
    """What is done with an award whose winner's result changed."""

    outcome = ChoiceField(
        _l("Keputusan"),
        [DataRequired(NEEDED)],
        choices=choices_of(
            [NOT_CHOSEN, ("keep", _l("tetap diberikan")), ("take_back", _l("dicabut"))]
        ),
    )
    reason = long_text(_l("Alasan"), is_needed=True)
