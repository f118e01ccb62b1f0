"""Starting points of a new plan: a template, the plan of last year, or nothing."""

from dataclasses import replace
from enum import StrEnum
from functools import partial

from portal.evaluation.plans.domain import Indicator, Plan, Result
from portal.evaluation.rules.attainment import Aspect, Direction
from portal.evaluation.rules.planning import ResultKind


class StartingPoint(StrEnum):
    """What a new plan is made from."""

    #: Timeliness, service quality and collaboration: the default of a desk officer.
    DESK_OFFICER = "desk_officer"
    LAST_PLAN = "last_plan"
    BLANK = "blank"


def results_from(point: StartingPoint, *, last: Plan | None) -> tuple[Result, ...]:
    """Return the results that a new plan begins with; what they serve is asked anew each time.

    :param last: the person's plan before this one, if there is one.
    """
    if point is StartingPoint.DESK_OFFICER:
        return DESK_OFFICER
    if point is StartingPoint.LAST_PLAN and last is not None:
        version = last.in_force or last.latest
        return tuple(replace(each, serves_id=None) for each in version.results)
    return ()


_result = partial(Result, id=0)
_indicator = partial(Indicator, id=0, target=None, unit="%", target_text="")
# Texts of a plan are the city's working language and are written by whoever makes the plan, so
# that they are not translated. Targets are left open: they are agreed, not copied.
DESK_OFFICER = (
    _result(
        key=1,
        kind=ResultKind.MAIN,
        text="Berkas di loket selesai sesuai standar waktu pelayanan",
        indicators=(
            _indicator(
                key=1,
                text="Bagian berkas yang selesai dalam standar waktu",
                aspect=Aspect.TIME,
                direction=Direction.HIGHER,
                weight=40,
                method="Berkas selesai tepat waktu dibagi semua berkas, dikali 100",
                source="Register berkas loket",
            ),
        ),
    ),
    _result(
        key=2,
        kind=ResultKind.MAIN,
        text="Pelayanan loket benar dan mudah dipahami sejak pertama kali",
        indicators=(
            _indicator(
                key=2,
                text="Bagian berkas yang dikembalikan karena kesalahan petugas",
                aspect=Aspect.QUALITY,
                direction=Direction.LOWER,
                weight=40,
                method="Berkas dikembalikan karena kesalahan dibagi semua berkas, dikali 100",
                source="Register berkas loket",
            ),
        ),
    ),
    _result(
        key=3,
        kind=ResultKind.ADDITIONAL,
        text="Kerja sama dengan unit lain dalam pelayanan terpadu",
        assigned_by="Pejabat penilai kinerja",
        indicators=(
            _indicator(
                key=3,
                text="Bagian permintaan unit lain yang dijawab dalam dua hari kerja",
                aspect=Aspect.TIME,
                direction=Direction.HIGHER,
                weight=20,
                method="Permintaan yang dijawab tepat waktu dibagi semua, dikali 100",
                source="Buku permintaan antarunit",
            ),
        ),
    ),
)
