"""Measures of a unit in the made-up city, taken as the portal proposes them."""

from datetime import timedelta

from portal.demo.staff_acts import StaffYear
from portal.evaluation.rules.help_states import UnitMeasureState
from portal.evaluation.unit_measures import service as measures
from portal.evaluation.unit_measures.queries import measures_of

WHAT = "Server antrean diganti dan seluruh unit dilatih setengah hari. (contoh)"
FROM = "Register gangguan: 14 kali sebulan. (contoh)"
COORDINATOR = "Koordinator Kinerja (contoh)"
LONG = timedelta(days=90)


def improve_unit(year: StaffYear, *, agency_id: int, owner_id: int) -> None:
    """Take the measures that the portal proposes for one agency; commits."""
    measures.propose_measures(year.session, today=year.today)
    for each in measures_of(year.session, agency_id=agency_id):
        if each.state is UnitMeasureState.PROPOSED:
            lock = year.vault.lock
            act = measures.MeasureAct(each.id, each.revision, COORDINATOR, year.today)
            told = measures.AcceptedMeasure(lock(WHAT), owner_id, lock(FROM), year.today + LONG)
            measures.accept_measure(year.session, act, told=told)
