"""Explanations of the rules of eligibility, each with the values that were found."""

from collections.abc import Callable, Mapping
from typing import Any

from flask_babel import gettext as _

from portal.evaluation.appraisals.labels import PREDICATES
from portal.evaluation.rules.award_eligibility import EligibilityRule
from portal.evaluation.rules.levels import Predicate
from portal.web.formatting import day, listed


def explanation(rule: str, found: Mapping[str, Any]) -> str:
    """Return what a rule found, for the person; ``found`` is as it was kept."""
    return str(_EXPLAINED[EligibilityRule(rule)](found))


def _outstanding(found: Mapping[str, Any]) -> Any:
    return _(
        "%(count)s tahun dengan Sangat Baik; diminta %(needed)s.",
        count=found["count"],
        needed=found["needed"],
    )


def _final(found: Mapping[str, Any]) -> Any:
    years = listed(str(each) for each in found["open"])
    if not years:
        return _("Tidak ada yang masih dapat berubah.")
    return _("Masih dapat berubah: %(years)s.", years=years)


def _hours(found: Mapping[str, Any]) -> Any:
    if found["hours"] is None:
        return _("Belum dicatat; diminta %(needed)s JP.", needed=found["needed"])
    return _(
        "%(hours)s JP tercatat; diminta %(needed)s JP, sudah dikurangi untuk hari tidak masuk "
        "yang disetujui.",
        hours=found["hours"],
        needed=found["needed"],
    )


def _in_post(found: Mapping[str, Any]) -> Any:
    if found["since"] is None:
        return _("Tidak ada jabatan definitif pada akhir tahun itu.")
    return _(
        "Jabatan sekarang sejak %(day)s; paling lambat %(last)s.",
        day=day(found["since"]),
        last=day(found["last_start"]),
    )


def _integrity(found: Mapping[str, Any]) -> Any:
    return _("Keterangan ya atau tidak dari inspektorat, dicatat pengelola kinerja.")


def _citizens(found: Mapping[str, Any]) -> Any:
    if found["is_gated"]:
        return _("Angka Anda hanya berpengaruh bila pasti berada di bawah yang diharapkan.")
    return _("Tidak ada angka yang cukup kuat; itu tidak merugikan siapa pun.")


def _results(found: Mapping[str, Any]) -> Any:
    said = listed(
        _("%(year)s %(predicate)s (catatan resmi)", year=year, predicate=_predicate(predicate))
        if is_official
        else f"{year} {_predicate(predicate)}"
        for year, predicate, is_official in found["results"]
    )
    years = listed(str(each) for each in found["years"])
    if not said:
        return _("Dihitung: %(years)s; belum ada hasil yang tercatat.", years=years)
    return _("Dihitung: %(years)s. Tercatat: %(results)s.", years=years, results=said)


def _predicate(value: str) -> str:
    return str(PREDICATES[Predicate(value)])


_EXPLAINED: Mapping[EligibilityRule, Callable[[Mapping[str, Any]], Any]] = {
    EligibilityRule.PREDICATES: _results,
    EligibilityRule.OUTSTANDING: _outstanding,
    EligibilityRule.FINAL: _final,
    EligibilityRule.HOURS: _hours,
    EligibilityRule.IN_POST: _in_post,
    EligibilityRule.INTEGRITY: _integrity,
    EligibilityRule.CITIZENS: _citizens,
}
