"""`flask releases contradictions`: what cannot be true, and what can be done about it."""

from collections.abc import Iterator, Sequence

import click
from flask.cli import with_appcontext

from portal.publication.figures.contradictions import Contradiction, ContradictionKind
from portal.publication.releases import contradiction_queries
from portal.publication.releases.contradictions import (
    CannotRepair,
    NoContradiction,
    Withhold,
    date_by_ratings,
    recount,
    withhold,
)
from portal.rating.mixing.possible import Flaw
from portal.time.months import InvalidPeriod, Month
from portal.web.extensions import db, record_act, today

SENTENCES = {
    ContradictionKind.NOT_ASKED: "{found} ratings answer {element}, which the record says was not "
    "asked",
    ContradictionKind.NOT_ANSWERED: "{found} of {expected} ratings answer {element}, which the "
    "record says was asked of all",
    ContradictionKind.ANOTHER_AGENCY: "{found} ratings at desks of another agency name the service",
    ContradictionKind.IMPOSSIBLE: "a row of {found} ratings cannot be true, by its {flaw}; it "
    "counts nowhere",
    ContradictionKind.IMPOSSIBLE_PAPER: "a row of {found} questionnaires on paper cannot be true, "
    "by its {flaw}; it counts nowhere",
    ContradictionKind.FIGURES: "{found} ratings{of_element} are counted, figures say {expected}",
    ContradictionKind.UNCHECKED: "the disclosure audit cannot make its agency safe, or found no "
    "answer for it",
}
FLAWS = {
    Flaw.RESPONDENTS: "number of respondents",
    Flaw.LEVEL_COUNTS: "answers per element and level (level_counts)",
    Flaw.ALL_TOP: "ratings with the highest level throughout (all_top)",
    Flaw.COMPOSITE_SUM: "sum of composites (composite_sum)",
    Flaw.COMPOSITE_SQUARE_SUM: "sum of their squares (composite_square_sum)",
}
ADVICE = (
    "dated by their ratings: flask releases contradictions --date ADDRESS\n"
    "counted anew from ballots: flask releases contradictions --recount ADDRESS --month MONTH\n"
    "withheld for good: flask releases contradictions --withhold ADDRESS --month MONTH "
    "--by NAME --reason TEXT\n"
    "the next draft is then built anew"
)


def sentence_of(found: Contradiction) -> str:
    """Return one contradiction as a line: place, months, table and what does not fit."""
    words = SENTENCES[found.kind].format(
        found=found.found,
        expected=found.expected,
        element=found.element,
        flaw=FLAWS[found.flaw] if found.flaw else "",
        of_element=f" with {found.element}" if found.element else "",
    )
    return f"{found.address}, {found.span}, table {found.table}: {words}"


@click.command("contradictions")
@click.option("--date", "dated", metavar="ADDRESS", help="Date what a service asks by its ratings.")
@click.option("--recount", "recounted", metavar="ADDRESS", help="Count its ballots anew.")
@click.option("--withhold", "withheld", metavar="ADDRESS", help="Show nothing of it for a month.")
@click.option("--month", default="", help="The month to count or withhold, as 2026-01.")
@click.option("--by", default="", help="Who decides to withhold it.")
@click.option("--reason", default="", help="Why it is withheld; it stays on record.")
@with_appcontext
def contradictions(
    *,
    dated: str | None,
    recounted: str | None,
    withheld: str | None,
    month: str,
    by: str,
    reason: str,
) -> None:
    """List what contradicts itself in the newest draft, or put one of it right."""
    session, day = db.session(), today()
    try:
        if dated:
            record_act("release.contradiction_dated", dated)
            for state in date_by_ratings(session, dated, today=day):
                elements = " ".join(sorted(state.left_out)) or "-"
                click.echo(f"{dated}: left_out {elements} from {state.period} on")
        elif recounted:
            _needed({"--month": month})
            record_act("release.contradiction_recounted", recounted, month=month)
            for each in recount(session, recounted, period=Month(month)):
                names = " and ".join(each.addresses[1:] or each.addresses)
                click.echo(f"{names}, {month}, {each.channel}: {each.counted} ratings counted")
        elif withheld:
            _needed({"--month": month, "--by": by, "--reason": reason})
            record_act("release.withheld", withheld, by=by, month=month)
            withhold(session, Withhold(withheld, Month(month), reason, by), today=day)
            click.echo(f"{withheld}: nothing is shown of {month}")
        else:
            for line in _lines(contradiction_queries.contradictions(session)):
                click.echo(line)
    except (NoContradiction, CannotRepair, InvalidPeriod) as error:
        raise click.ClickException(str(error)) from error


def _needed(options: dict[str, str]) -> None:
    missing = [name for name, text in options.items() if not text]
    if missing:
        raise click.UsageError(f"say also {', '.join(missing)}")


def _lines(found: Sequence[Contradiction]) -> Iterator[str]:
    yield from map(sentence_of, found)
    yield ADVICE if found else "nothing contradicts itself in the newest draft"
