"""What the JSON of published documents says of numbers of ratings, read anew for the attack.

Nothing here is shared with the reading in ``portal.disclosure`` that the audit uses, so that a
field which the audit forgets is not forgotten by the attack as well. It follows the methodology
that everybody can read: rounding, thresholds, reasons, channels, pools, and what is absent.
"""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from portal.disclosure.figures import Constraint, Count

Json = dict[str, Any]
Ends = tuple[int, int | None]
VERIFIED = ("ticket", "presence")
UNVERIFIED = ("open",)
EVERYBODY = (*VERIFIED, *UNVERIFIED)
MIN_RESPONDENTS = 30
LEAST_SHOWN = 10
NAMES_FROM = 35
HALF_STEP = 2
HALF_TODAY = 5
NOBODY = ("not_measured", "no_visits", "excluded", "not_asked")
FIGURES, TODAY, POOL = "data/figures", "city/today", "other"
# A family of two or more hidden neighbours is pooled.
POOLED = 2


@dataclass(frozen=True)
class Place:
    """A place's document of a month."""

    address: str
    document: Json

    def says(
        self, period: str, ends: Ends, channels: tuple[str, ...], *, element: str = "", by: str
    ) -> Constraint:
        """Return that so many ratings came in here, both ends included."""
        count = Count((self.address,), period, channels, cell=element)
        return Constraint.on(count, ends, source=f"{self.address}, {period}: {by}")

    def everything(self) -> Iterator[Constraint]:
        """Give what stands of the month and of the longer periods that it ends."""
        yield from self.period(self.document["headline"], self.document)
        for closed in self.document.get("closed", ()):
            yield from self.period(closed["figure"], closed)

    def period(self, headline: Json, beside: Json) -> Iterator[Constraint]:
        """Give what a headline and all that stands beside it say."""
        period, estimate = headline["period"], beside.get("estimate")
        if estimate:
            ends = (estimate["n_from"], estimate["n_to"])
            yield self.says(period, ends, EVERYBODY, by="estimate")
        if headline["n"] is None:
            ends = ends_of_reason(headline["suppressed"], period)
            yield self.says(period, ends, EVERYBODY, by=headline["suppressed"])
            return
        yield from self.shown(headline)
        if beside["open"] is None and headline["verified"]:
            yield self.says(period, (0, 0), UNVERIFIED, by="nothing unverified beside")
        elif beside["open"] is not None:
            yield self.unverified(beside["open"])
        for each in beside["elements"]:
            yield self.element(each["element"], each["figure"], headline)

    def shown(self, headline: Json) -> Iterator[Constraint]:
        """Give what a shown headline says by its number, its channels and their choice."""
        period, n, named = headline["period"], headline["n"], headline["channels"]
        least = LEAST_SHOWN if headline["few_answers"] else MIN_RESPONDENTS
        group = VERIFIED if headline["verified"] else EVERYBODY
        most = n + HALF_STEP
        if headline["few_answers"]:
            most = min(most, MIN_RESPONDENTS - 1)
        yield self.says(period, (max(n - HALF_STEP, least), most), group, by="n")
        if group is EVERYBODY:
            # With enough verified ratings they alone would make the figure.
            yield self.says(period, (0, least - 1), VERIFIED, by="not verified")
        if n >= NAMES_FROM or set(named) != set(group):
            for channel in group:
                ends = (1, None) if channel in named else (0, 0)
                yield self.says(period, ends, (channel,), by=f"channel {channel}")

    def unverified(self, figure: Json) -> Constraint:
        """Return what the figure of unverified ratings beside a verified one says."""
        period, n = figure["period"], figure["n"]
        if n is None:
            ends = ends_of_reason(figure["suppressed"], period)
            return self.says(period, ends, UNVERIFIED, by=figure["suppressed"])
        least = LEAST_SHOWN if figure["few_answers"] else MIN_RESPONDENTS
        ends = (max(n - HALF_STEP, least), n + HALF_STEP)
        return self.says(period, ends, UNVERIFIED, by="unverified n")

    def element(self, element: str, figure: Json, headline: Json) -> Constraint:
        """Return how many were asked an element, of those that a shown headline counts."""
        period, n, reason = headline["period"], figure["n"], figure["suppressed"]
        group = VERIFIED if headline["verified"] else EVERYBODY
        least = LEAST_SHOWN if headline["few_answers"] else MIN_RESPONDENTS
        ends: Ends = (1, None)
        if n is not None:
            most = n + HALF_STEP
            most = min(most, MIN_RESPONDENTS - 1) if headline["few_answers"] else most
            ends = (max(n - HALF_STEP, least), most)
        elif reason == "not_asked":
            ends = (0, 0)
        elif reason == "too_few":
            ends = (1, least - 1)
        return self.says(period, ends, group, element=element, by=reason or "element")


def ends_of_reason(reason: str, period: str) -> Ends:
    """Return how many ratings a figure has that is hidden for a reason."""
    if reason in NOBODY:
        return 0, 0
    if reason == "too_few":
        return 1, MIN_RESPONDENTS - 1
    if reason == "folded":
        return 1, LEAST_SHOWN - 1
    if reason == "protects_another":
        # It would have been shown, which needs fewer at the end of a year.
        return (LEAST_SHOWN if period.endswith("-12") else MIN_RESPONDENTS), None
    return 1, None


def read(documents: dict[str, dict[str, Json]]) -> Iterator[Constraint]:
    """Give what all documents of some months, by address, say."""
    for month, published in documents.items():
        for address, document in published.items():
            if address == TODAY and document["headline"]["n"] is not None:
                figure = document["headline"]
                count = Count(("city",), figure["period"], tuple(figure["channels"]))
                yield Constraint.on(count, (figure["n"] - HALF_TODAY, None), source=TODAY)
            elif "headline" in document and address != TODAY:
                yield from Place(address, document).everything()
        if FIGURES in published:
            yield from pools(published, month)


def pools(published: dict[str, Json], month: str) -> Iterator[Constraint]:
    """Give what pools of hidden neighbours say, and those that are not there."""
    table = published[FIGURES]
    rows = [dict(zip(table["columns"], each, strict=True)) for each in table["rows"]]
    known = {row["address"]: row for row in rows if row["members"]}
    for row in known.values():
        count = Count(tuple(row["members"]), row["period"], VERIFIED)
        ends = ends_of_reason(row["suppressed"], "") if row["n"] is None else bounds(row["n"])
        yield Constraint.on(count, ends, source=row["address"])
    for address, document in published.items():
        headline = document.get("headline")
        if headline and address != TODAY and headline["n"] is not None and headline["verified"]:
            if headline["period"] != month:
                continue
            for kind, hidden in families(published, address).items():
                is_absent = f"{address}/{POOL}/{kind}" not in known
                reasons = {each["figure"]["suppressed"] for each in hidden}
                if is_absent and len(hidden) >= POOLED and "contradictory" not in reasons:
                    members = tuple(each["place"]["address"] for each in hidden)
                    yield Constraint.on(Count(members, month, VERIFIED), (0, 0), source="no pool")


def bounds(n: int) -> Ends:
    return max(n - HALF_STEP, MIN_RESPONDENTS), n + HALF_STEP


def families(published: dict[str, Json], address: str) -> dict[str, list[Json]]:
    """Return the children of which a place shows no verified figure, services apart.

    A unit's desks stand in the agency's rows as well, but are the unit's.
    """
    found: defaultdict[str, list[Json]] = defaultdict(list)
    for row in published[address]["rows"]:
        figure, kind = row["figure"], row["place"]["kind"]
        is_child = kind != POOL and parent_of(published[row["place"]["address"]]) == address
        is_shown = figure["n"] is not None and figure["verified"]
        if is_child and not is_shown and figure["suppressed"] not in NOBODY:
            found["services" if kind == "service" else "places"].append(row)
    return found


def parent_of(document: Json) -> str:
    parents = [each["address"] for each in document["parents"]]
    return str(parents[-1]) if parents else ""
