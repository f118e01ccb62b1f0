"""What reports count: everybody once, by name, and nothing unknown as zero."""

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from portal.evaluation.reports.domain import MeritMeasure, merit_lines, states_by_group
from portal.evaluation.rules.states import PlanState, YearlyState
from portal.publication.yearly_evaluation.counts import Training
from tests.factories.evaluation_years import MovingCity

IDS = st.integers(1, 30)


def test_a_group_says_who_has_no_plan_and_counts_a_year_that_is_not_there_as_not_started() -> None:
    (cempaka, melati) = states_by_group(
        {1: "Melati", 2: "Cempaka", 3: "Cempaka"},
        plans={2: PlanState.RUNNING, 9: PlanState.DRAFT},
        years={2: YearlyState.FINAL},
    )

    assert (cempaka.name, cempaka.people, cempaka.without_plan) == ("Cempaka", 2, 1)
    assert cempaka.plans == {PlanState.RUNNING: 1}
    assert cempaka.years == {YearlyState.FINAL: 1, YearlyState.NOT_STARTED: 1}
    assert (melati.name, melati.people, melati.without_plan) == ("Melati", 1, 1)


@given(
    groups=st.dictionaries(IDS, st.sampled_from(["a", "b", "c"])),
    plans=st.dictionaries(IDS, st.sampled_from(PlanState)),
    years=st.dictionaries(IDS, st.sampled_from(YearlyState)),
)
def test_everybody_is_counted_once(
    groups: dict[int, str], plans: dict[int, PlanState], years: dict[int, YearlyState]
) -> None:
    lines = states_by_group(groups, plans=plans, years=years)

    assert sum(line.people for line in lines) == len(groups)
    for line in lines:
        assert line.without_plan + sum(line.plans.values()) == line.people
        assert sum(line.years.values()) == line.people


def test_what_no_record_is_kept_of_is_unknown_and_not_zero() -> None:
    counted = MovingCity(5, agencies=3, people=200).counted(2026)
    unknown = replace(
        counted,
        programmes=None,
        agencies=tuple(replace(each, training=None) for each in counted.agencies),
    )
    one = replace(unknown, agencies=(replace(unknown.agencies[0], training=Training(50, 2)),))

    by_measure = {line.measure: line for line in merit_lines(unknown)}

    assert by_measure[MeritMeasure.TRAINING_REACHED].count is None
    assert by_measure[MeritMeasure.PROGRAMMES].count is None
    people = sum(each.people for each in counted.agencies)
    final = by_measure[MeritMeasure.RESULTS_FINAL]
    assert (final.count, final.of) == (people, people)
    assert by_measure[MeritMeasure.OBJECTIONS_IN_TIME].of == 38
    assert {line.measure: line.count for line in merit_lines(one)}[
        MeritMeasure.TRAINING_REACHED
    ] == 2
