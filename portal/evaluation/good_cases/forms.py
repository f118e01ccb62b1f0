"""Forms of good cases: the case in four texts, and why it is not published."""

from collections.abc import Callable, Sequence
from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, StringField
from wtforms.validators import DataRequired, Length

from portal.evaluation.development.forms import text_of
from portal.evaluation.good_cases.naming import names_somebody
from portal.evaluation.good_cases.service import CaseTold
from portal.evaluation.plans.forms import NEEDED, TOO_LONG, RevisionForm
from portal.storage.texts.cleaning import plain

LINE = 120
NAMED = _l("Sebutkan pekerjaannya, bukan orangnya: di sini ada nama atau nomor pegawai.")


class GoodCaseForm(RevisionForm):
    """What was hard, what was done, what changed."""

    title = StringField(
        _l("Judul"), [DataRequired(NEEDED), Length(max=LINE, message=TOO_LONG)], filters=[plain]
    )
    problem = text_of(_l("Apa yang sulit"))
    done = text_of(_l("Apa yang dilakukan"))
    changed = text_of(
        _l("Apa yang berubah"), description=_l("Dengan angka sebelum dan sesudah, bila ada.")
    )
    consent = BooleanField(
        _l("Saya setuju ini diterbitkan tanpa nama; dapat saya tarik kapan saja.")
    )

    def ask_consent(self, *, is_own: bool) -> None:
        """Ask for the consent of who writes of oneself; of others the person is asked."""
        if not is_own:
            del self.consent

    def is_sound(self, *, person: str, others: Sequence[str]) -> bool:
        """Return whether nobody is named and the own consent is given; else the fields say so."""
        for field in (self.title, self.problem, self.done, self.changed):
            if names_somebody([field.data], person=person, others=others):
                field.errors = [NAMED]
        consent: Any = self._fields.get("consent")
        if consent is not None and not consent.data:
            consent.errors = [_l("Tanpa persetujuan Anda tidak ada yang dikirim.")]
        return not any(field.errors for field in self)

    def told(self, lock: Callable[[str], bytes]) -> CaseTold:
        """Return the case; call it on a sound form only."""
        return CaseTold(
            lock(self.title.data),
            lock(self.problem.data),
            lock(self.done.data),
            lock(self.changed.data),
        )


class DeclineCaseForm(RevisionForm):
    """Why a case is not published."""

    reason = text_of(_l("Mengapa tidak diterbitkan"), description=_l("Dibaca yang bersangkutan."))
