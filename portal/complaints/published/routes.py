"""Public pages and files on complaints: counts, promises, published texts."""

from collections.abc import Iterable, Iterator, Sequence

from flask import Response, render_template, request

from portal.complaints.intake.action_queries import ActionGroup, published_actions
from portal.complaints.intake.visible_scope import blueprint, catalogue
from portal.complaints.published.domain import FEWEST_RECEIVED
from portal.complaints.published.halves import counted_from, next_half_year
from portal.complaints.published.queries import CountedTable, counted_tables
from portal.complaints.published.text_queries import published_texts
from portal.storage.spreadsheets.cells import write_csv
from portal.web.access import public
from portal.web.extensions import db, today

NEWEST_PROMISES = 3
MOST_PROMISES = 500
MOST_HALF_YEARS = 6
EVERY_HALF_YEAR = 200
COUNT_COLUMNS = (
    "half_year",
    "counted_on",
    "agencies",
    "received",
    "answered",
    "answered_in_time",
    "overdue",
    "median_working_days",
    "rounded_down_to",
    "suppressed",
)
PROMISE_COLUMNS = (
    "agency",
    "theme",
    "citizens_said",
    "action",
    "promised_on",
    "first_due_on",
    "due_on",
    "done_on",
    "state",
)
# What of the head or the inspectorate itself is counted apart from every agency.
APART = "inspectorate"
FEW = "few_complaints"
Row = Sequence[object]


@blueprint.get("/complaints/")
@public
def overview() -> str:
    """Show what came in, what was answered in time, and what changed."""
    session, found = db.session(), catalogue()
    most = MOST_PROMISES if request.args.get("promises") == "all" else NEWEST_PROMISES
    actions = published_actions(session, today=today(), limit=most)
    upcoming = next_half_year(today())
    return render_template(
        "complaints/published/overview.html",
        tables=counted_tables(session, limit=MOST_HALF_YEARS),
        upcoming=upcoming,
        upcoming_on=counted_from(upcoming),
        actions=actions,
        has_more=any(group.total > len(group.lines) for group in actions),
        texts=published_texts(session),
        found=found,
        fewest=FEWEST_RECEIVED,
    )


@blueprint.get("/complaints/counts.csv")
@public
def counts_file() -> Response:
    """Give every half-year that was counted, as the page shows it."""
    tables = counted_tables(db.session(), limit=EVERY_HALF_YEAR)
    rows = count_rows(tables)
    return _csv(COUNT_COLUMNS, rows, name="complaints")


@blueprint.get("/complaints/promises.csv")
@public
def promises_file() -> Response:
    """Give what was promised and how it stands, as the page shows it."""
    actions = published_actions(db.session(), today=today(), limit=MOST_PROMISES)
    rows = promise_rows(actions)
    return _csv(PROMISE_COLUMNS, rows, name="promises")


def _csv(columns: Sequence[str], rows: Iterable[Sequence[object]], *, name: str) -> Response:
    text = write_csv(columns, ([_cell(each) for each in row] for row in rows))
    response = Response(text, mimetype="text/csv")
    response.headers["Content-Disposition"] = f'attachment; filename="{name}.csv"'
    return response


def _cell(value: object) -> str:
    return "" if value is None else str(value)


def count_rows(tables: Sequence[CountedTable]) -> Iterator[Row]:
    """Yield a line for each addressee of each half-year, pooled ones in one; empty is not told."""
    codes: dict[int | None, str] = {key: each.code for key, each in catalogue().agencies.items()}
    codes[None] = APART
    for table in tables:
        for line in table.lines:
            counts = line.counts
            told: Row = ("",) * 6
            if counts is not None:
                told = (
                    counts.received,
                    counts.answered,
                    counts.answered_in_time,
                    counts.overdue,
                    counts.median_days,
                    counts.step,
                )
            named = " ".join(codes[key] for key in line.addressees)
            yield (table.code, table.counted_on, named, *told, FEW if counts is None else "")


def promise_rows(groups: Sequence[ActionGroup]) -> Iterator[Row]:
    """Yield a line for each promised action, by how it stands."""
    found = catalogue()
    for group in groups:
        for line in group.lines:
            yield (
                found.agencies[line.agency_id].code,
                line.theme,
                line.said,
                line.text,
                line.promised_on,
                line.first_due_on,
                line.due_on,
                line.done_on,
                line.state,
            )
