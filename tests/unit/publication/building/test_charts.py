"""Charts draw what stands in the tables: an estimate as one, never as a figure."""

from dataclasses import replace
from decimal import Decimal

from portal.publication.building.charts import draw
from portal.publication.figures.documents import ESTIMATE_LABEL, Place, PlaceKind
from portal.publication.figures.figures import Estimate, Interval
from tests.factories import documents as made

AGENCY = made.CIVIL
FIRST, SECOND = (
    Place(PlaceKind.DESK, f"loket-{number}", f"Loket {number}", f"desks/loket-{number}")
    for number in (1, 2)
)
ESTIMATE = Estimate(
    value=Decimal(80),
    step=Decimal(5),
    interval=Interval(Decimal(70), Decimal(95)),
    toward="agencies/dukcapil",
    reliability=Decimal("0.5"),
    n_from=10,
    n_to=29,
)


def test_an_estimate_is_an_open_dot_under_a_name_that_says_so() -> None:
    rows = (made.row(FIRST, 88), replace(made.row(SECOND, None), estimate=ESTIMATE))

    figures, guesses = draw(made.document(AGENCY, 88, rows=rows))["desks"]["data"]

    assert figures["y"] == ["Loket 1"]
    assert (guesses["x"], guesses["y"]) == ([80.0], ["Loket 2"])
    assert (guesses["name"], guesses["marker"]["symbol"]) == (ESTIMATE_LABEL, "circle-open")
    assert (guesses["error_x"]["array"], guesses["error_x"]["arrayminus"]) == ([15.0], [10.0])


def test_the_estimate_of_the_newest_month_ends_the_trend() -> None:
    document = made.document(AGENCY, 88)
    hidden = made.hidden(period=str(document.trend[-1].period))
    late = replace(document, trend=(*document.trend[:-1], hidden), estimate=ESTIMATE)

    _, guesses = draw(late)["trend"]["data"]

    assert (guesses["x"], guesses["y"]) == ([str(hidden.period)], [80.0])


def test_without_estimates_there_is_one_trace_and_no_legend() -> None:
    drawn = draw(made.document(AGENCY, 88, rows=(made.row(FIRST, 88),)))

    for name in ("trend", "desks"):
        assert len(drawn[name]["data"]) == 1
        assert not drawn[name]["layout"]["showlegend"]
