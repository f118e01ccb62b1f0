"""Where values lie on a drawing."""

from hypothesis import given
from hypothesis import strategies as st

from portal.survey.index import Grade
from portal.transparency.domain.drawings import fitted_scale, grade_spans, whole_scale

ikms = st.floats(min_value=25, max_value=100)


def test_the_whole_scale_runs_from_edge_to_edge() -> None:
    scale = whole_scale()

    assert (scale.percent(25), scale.percent(62.5), scale.percent(100)) == (0, 50, 100)


@given(values=st.lists(ikms, max_size=8))
def test_a_fitted_scale_holds_every_value_within_its_margins(values: list[float]) -> None:
    scale = fitted_scale(values)

    places = [scale.percent(value) for value in values]

    assert all(scale.margin_percent <= place <= 100 - scale.margin_percent for place in places)
    assert all(value >= scale.low for value in values)


@given(first=ikms, second=ikms)
def test_a_higher_value_never_lies_further_left(first: float, second: float) -> None:
    scale = fitted_scale([first, second])

    assert (scale.percent(first) <= scale.percent(second)) or first > second


@given(values=st.lists(ikms, min_size=1, max_size=4))
def test_written_values_start_and_end_with_the_ends_of_the_scale(values: list[float]) -> None:
    scale = fitted_scale(values)

    assert [scale.ticks[0].value, scale.ticks[-1].value] == [scale.low, scale.high]


def test_the_grades_fill_the_whole_scale_without_gaps() -> None:
    spans = grade_spans(whole_scale())

    assert [span.grade for span in spans] == [Grade.D, Grade.C, Grade.B, Grade.A]
    assert spans[0].start == 0
    assert round(sum(span.width for span in spans), 1) == 100
    assert all(span.start < span.middle < span.start + span.width for span in spans)


def test_grades_below_a_fitted_scale_are_left_out() -> None:
    assert [span.grade for span in grade_spans(fitted_scale([82, 95]))] == [Grade.B, Grade.A]
