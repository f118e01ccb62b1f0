"""Forms of development plans: strengths and wish, an aim, why it goes back, its end."""

from collections.abc import Callable
from datetime import date

from flask_babel import lazy_gettext as _l

from portal.evaluation.development.forms import text_of
from portal.evaluation.development_plans.domain import DevelopmentWay
from portal.evaluation.development_plans.labels import DEVELOPMENT_WAYS
from portal.evaluation.development_plans.service import AimTold
from portal.evaluation.plans.forms import NEEDED, RevisionForm
from portal.organisation.records.form_fields import ChoiceField, DayField, choices_of

Lock = Callable[[str], bytes]


class DevelopmentPlanForm(RevisionForm):
    """What the person builds on, and the career wish."""

    strengths = text_of(
        _l("Kekuatan yang ingin dipakai"),
        description=_l("Misalnya dari halaman kekuatan dan kelemahan."),
    )
    wish = text_of(
        _l("Keinginan karier"),
        is_needed=False,
        description=_l("Boleh kosong. Hanya dibaca Anda dan pejabat penilai."),
    )

    def wished(self, lock: Lock) -> bytes | None:
        """Return the career wish, encrypted; None where none was told."""
        return lock(self.wish.data) if self.wish.data else None


class AimForm(RevisionForm):
    """An aim, its way, and its last day."""

    aim = text_of(
        _l("Yang ingin dikuasai"), description=_l("Apa yang dapat Anda kerjakan sesudahnya?")
    )
    way = ChoiceField(
        _l("Cara"), choices=choices_of((str(each), name) for each, name in DEVELOPMENT_WAYS.items())
    )
    means = text_of(
        _l("Bagaimana tepatnya"), description=_l("Dengan siapa, di mana, seberapa sering.")
    )
    due_on = DayField(_l("Paling lambat"), is_needed=True)

    def is_sound(self, today: date) -> bool:
        """Return whether the day is ahead; else the field says so."""
        if (self.due_on.data or today) <= today:
            self.due_on.errors = [_l("Pilih hari sesudah hari ini.")]
        return not self.due_on.errors

    def told(self, lock: Lock) -> AimTold:
        """Return the aim; call it on a sound form only."""
        return AimTold(
            lock(self.aim.data),
            DevelopmentWay(self.way.data),
            lock(self.means.data),
            self.due_on.data or date.max,
        )


class ReturnDevelopmentForm(RevisionForm):
    """Why the superior gives it back."""

    reason = text_of(_l("Apa yang perlu diubah"), description=_l("Dibaca pegawai itu."))


class EndAimForm(RevisionForm):
    """What became of an aim."""

    is_reached = ChoiceField(
        _l("Tercapai?"), choices=choices_of([("", "-"), ("yes", _l("ya")), ("no", _l("belum"))])
    )
    told = text_of(_l("Yang terlihat"))

    def is_answered(self) -> bool:
        """Return whether it was said if the aim was reached; else the field asks."""
        if not self.is_reached.data:
            self.is_reached.errors = [NEEDED]
        return not self.is_reached.errors
