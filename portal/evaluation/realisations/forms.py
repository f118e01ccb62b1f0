"""Forms of a realisation: a value, a remark, links; a dispute; a cause for dropping out."""

from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import HiddenField, TextAreaField
from wtforms.validators import DataRequired, Length

from portal.evaluation.plans.domain import Indicator
from portal.evaluation.plans.forms import NEEDED, TOO_LONG, NumberField, ReasonForm, RevisionForm
from portal.evaluation.realisations.domain import LONGEST_REMARK, DraftedReport, DropCause
from portal.evaluation.realisations.evidence import MOST_LINKS
from portal.evaluation.realisations.labels import DROP_CAUSES
from portal.evaluation.work.domain import LONGEST_LINK, is_https
from portal.organisation.records.form_fields import ChoiceField, choices_of
from portal.storage.texts.cleaning import plain


class ReportForm(RevisionForm):
    """What was reached of an indicator in a period."""

    draft = HiddenField("")
    value = NumberField(_l("Realisasi"), description=_l("Angka, misalnya 62 atau 2,5."))
    remark = TextAreaField(
        _l("Penjelasan"),
        [Length(max=LONGEST_REMARK, message=TOO_LONG)],
        filters=[plain],
        description=_l("Apa yang tercapai dan apa yang menghambat. Jangan tulis data warga."),
    )
    links = TextAreaField(
        _l("Tautan bukti"),
        [Length(max=(LONGEST_LINK + 1) * MOST_LINKS, message=TOO_LONG)],
        filters=[plain],
        description=_l(
            "Satu alamat https setiap baris. Portal tidak membukanya. Tanpa data pribadi warga."
        ),
    )

    @property
    def shown_draft(self) -> int:
        """The revision of the draft that the page showed; 0 for what is no number."""
        text = self.draft.data or ""
        return int(text) if text.isdecimal() and len(text) < 10 else 0

    def check(self, indicator: Indicator) -> bool:
        """Return whether it may be reported; else the field says why not."""
        if not self.validate():
            return False
        if indicator.target is None:
            self.value.value = None
            if not self.remark.data:
                self.remark.errors = [_l("Tulis apa yang tercapai: target ini berupa kalimat.")]
        elif self.value.value is None:
            self.value.errors = [NEEDED]
        self.links.errors = [*_link_faults(self.told_links())]
        return not (self.value.errors or self.remark.errors or self.links.errors)

    def told_links(self) -> tuple[str, ...]:
        """Return the links that were written, one a line."""
        lines = (line.strip() for line in (self.links.data or "").splitlines())
        return tuple(dict.fromkeys(line for line in lines if line))

    def drafted(self) -> str:
        """Return every field as it was typed, right or wrong."""
        typed = (self[name].data or "" for name in ("value", "remark", "links"))
        return DraftedReport(*typed).text()

    def show(self, drafted: str) -> None:
        """Fill the form with what was typed before."""
        kept = DraftedReport.of(drafted)
        self.value.data, self.remark.data, self.links.data = kept.value, kept.remark, kept.links


class DisputeForm(ReasonForm):
    """Another value beside what was reported."""

    value = NumberField(_l("Nilai menurut Anda"), description=_l("Kedua nilai tetap terbaca."))

    def check(self, indicator: Indicator) -> bool:
        """Return whether it may be disputed so; else the field says why not."""
        if not self.validate():
            return False
        if indicator.target is None:
            self.value.value = None
        elif self.value.value is None:
            self.value.errors = [NEEDED]
        return not self.value.errors


class SilenceForm(ReasonForm):
    """What the plan's stated source gave of what nobody reported."""

    value = NumberField(
        _l("Nilai dari sumber"),
        description=_l("Kosongkan bila sumbernya tidak memuat angka ini; lalu dihitung 0."),
    )

    def check(self, indicator: Indicator) -> bool:
        """Return whether it may be kept so; else the field says why not."""
        is_right = bool(self.validate())
        if indicator.target is None:
            self.value.value = None
        return is_right


class DropForm(RevisionForm):
    """An indicator cannot be measured in a period, and why."""

    cause = ChoiceField(
        _l("Sebab"), choices=choices_of((str(kind), label) for kind, label in DROP_CAUSES.items())
    )
    reason = TextAreaField(
        _l("Penjelasan"),
        [DataRequired(NEEDED), Length(max=LONGEST_REMARK, message=TOO_LONG)],
        filters=[plain],
    )

    def drop_cause(self) -> DropCause:
        """Return the cause; call it on a valid form only."""
        return DropCause(self.cause.data)


def _link_faults(links: tuple[str, ...]) -> list[Any]:
    faults: list[Any] = []
    if len(links) > MOST_LINKS:
        faults.append(_l("Paling banyak %(max)d tautan.", max=MOST_LINKS))
    if not all(map(is_https, links)):
        faults.append(_l("Setiap tautan harus diawali https:// dan tanpa spasi."))
    if any(len(link) > LONGEST_LINK for link in links):
        faults.append(_l("Satu tautan paling banyak %(max)d huruf.", max=LONGEST_LINK))
    return faults
