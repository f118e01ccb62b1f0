"""Cells of an indicator in a period: realisation, evidence, the superior's answer."""

from collections.abc import Callable, Sequence
from decimal import Decimal

from portal.evaluation.official.domain import NOTHING
from portal.evaluation.official.targets import Target, written
from portal.evaluation.plans.domain import Indicator
from portal.evaluation.realisations.evidence import Evidence, EvidenceKind
from portal.evaluation.realisations.realised import Realised
from portal.evaluation.rules.states import RealisationState

#: Opens an encrypted text.
Unlock = Callable[[bytes], str]
_STATES = {
    RealisationState.NOT_MEASURABLE: "Tidak dapat diukur",
    RealisationState.NOT_REPORTED: "Tidak dilaporkan",
}
_SHOWS = {EvidenceKind.LINK: "Tautan", EvidenceKind.FIGURE: "Angka portal"}


def value_text(value: Decimal | None, indicator: Indicator) -> str:
    """Return a value with the indicator's unit as a target's cell is written; empty for none."""
    return "" if value is None else written(Target(value, indicator.unit))


def realised_text(item: Realised, *, unlock: Unlock) -> str:
    """Return the cell *realisasi berdasarkan bukti dukung*: value, remark, then evidence.

    The value that the person reported stands there, also where it was disputed.
    """
    held = item.realisation
    if held is None:
        return ""
    lines = [_STATES.get(item.state, ""), value_text(held.value, item.indicator)]
    lines.append(unlock(held.remark) if held.remark else "")
    lines += [_shown(each, unlock=unlock) for each in item.evidence]
    return "\n".join(filter(None, lines))


def answer_text(item: Realised, reasons: Sequence[str]) -> str:
    """Return the cell of feedback: what the superior answered, and why.

    :param reasons: of the latest answer, in plain words.
    """
    held = item.realisation
    if held is None:
        return ""
    lines = []
    if item.state is RealisationState.VERIFIED:
        lines.append("Pimpinan : sesuai bukti")
    if item.state in {RealisationState.DISPUTED, RealisationState.NOT_REPORTED}:
        lines.append(f"Pimpinan : {value_text(held.appraiser_value, item.indicator) or NOTHING}")
    return "\n".join([*lines, *reasons])


def _shown(each: Evidence, *, unlock: Unlock) -> str:
    if each.removed_on is not None:
        return ""
    if each.kind is not EvidenceKind.FILE or each.file is None:
        return f"{_SHOWS[each.kind]}: {each.shown}"
    return f"Berkas: {unlock(each.file.name)}"
