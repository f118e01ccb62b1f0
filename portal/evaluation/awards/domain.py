"""Values of an award: its scheme, its nominees, its jury, its decision."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from portal.evaluation.rules.award_eligibility import EligibilityRules
from portal.evaluation.rules.states import NomineeState, SchemeState, SeatState

NAME, LINE, TEXT = 120, 200, 2000
MOST_CRITERIA, MOST_POINTS = 6, 100
MOST_PLACES, MOST_JURORS = 10, 7
# States from which on everybody may read a scheme.
PUBLIC = frozenset(SchemeState) - {SchemeState.DRAFT}
ANNOUNCED = frozenset({SchemeState.ANNOUNCED, SchemeState.CLOSED})


class AwardForm(StrEnum):
    """What a winner receives beside the certificate; only the kind is kept."""

    CERTIFICATE = "certificate"
    MONEY = "money"
    PROMOTION = "promotion"


class NominationWay(StrEnum):
    """Who nominates."""

    SUPERIOR = "superior"
    COLLEAGUE = "colleague"
    ONESELF = "oneself"


class OutsideKind(StrEnum):
    """What the office records of a nominee from outside the portal."""

    INTEGRITY = "integrity"
    HOURS = "hours"
    #: A predicate of an earlier year in the official record.
    PREDICATE = "predicate"


class SchemeFault(StrEnum):
    """What keeps a scheme from going on."""

    NO_CRITERION = "no_criterion"
    FEW_LISTED = "few_listed"
    FEW_AGENCIES = "few_agencies"
    YEAR_BEGAN = "year_began"
    TOO_EARLY = "too_early"
    OBJECTIONS_OPEN = "objections_open"
    STILL_NOMINATING = "still_nominating"
    NOT_FROZEN = "not_frozen"
    NO_SEED = "no_seed"
    POINTS_MISSING = "points_missing"
    CONSENT_OPEN = "consent_open"


@dataclass(frozen=True, slots=True)
class Criterion:
    """What the jury gives points for, 0 to ``points``."""

    number: int
    name: str
    points: int


@dataclass(frozen=True, slots=True)
class SchemeFields:
    """The rules of a scheme, as they are written before its year.

    :ivar year: the calendar year that it counts.
    :ivar places: how many awards are given.
    :ivar jurors: how many seats the jury has.
    :ivar nominating_from: with ``nominating_until`` inclusive, in a later year.
    :ivar seed_event: the named public event whose outcome is the seed.
    :ivar seed_due: when it takes place, after the last day to nominate.
    """

    name: str
    purpose: str
    year: int
    places: int
    jurors: int
    form: AwardForm
    rules: EligibilityRules
    nominating_from: date
    nominating_until: date
    seed_event: str
    seed_due: date
    criteria: tuple[Criterion, ...]


@dataclass(frozen=True, slots=True)
class Scheme:
    """A scheme with its state.

    :ivar numbers_digest: SHA-256 of the nominees' frozen numbers; None before.
    :ivar seed: what the public event gave; None before.
    """

    id: int
    fields: SchemeFields
    state: SchemeState
    revision: int
    published_on: date | None
    numbers_digest: str | None
    frozen_on: date | None
    seed: str | None
    seed_on: date | None
    decided_on: date | None

    @property
    def is_draft(self) -> bool:
        """Whether its rules may still be written."""
        return self.state is SchemeState.DRAFT

    @property
    def is_announced(self) -> bool:
        """Whether its awards are told to everybody."""
        return self.state in ANNOUNCED

    @property
    def is_judging(self) -> bool:
        """Whether the jury gives points."""
        return self.state is SchemeState.JUDGING

    @property
    def is_before_freezing(self) -> bool:
        """Whether what is recorded of nominees still counts."""
        is_open = self.state in {SchemeState.NOMINATING, SchemeState.SCREENING}
        return is_open and self.numbers_digest is None

    def takes_nominations(self, on: date) -> bool:
        """Return whether nominations may be written on a day."""
        is_open = self.state is SchemeState.NOMINATING
        return is_open and on <= self.fields.nominating_until

    @property
    def may_freeze(self) -> bool:
        """Whether the nominees' numbers can be frozen now."""
        return self.state is SchemeState.SCREENING and self.numbers_digest is None

    @property
    def waits_for_seed(self) -> bool:
        """Whether the public event is what comes next."""
        return self.state is SchemeState.SCREENING and bool(self.numbers_digest) and not self.seed


@dataclass(frozen=True, slots=True)
class ListedJuror:
    """Somebody on the published list of jurors; ``place`` counts from 1.

    :ivar agency_id: where the definitive post is on the day asked for; None without one.
    """

    place: int
    person_id: int
    name: str
    agency_id: int | None
    agency: str


@dataclass(frozen=True, slots=True)
class SchemeNominee:
    """Somebody who was nominated in a scheme.

    :ivar number: frozen before the seed exists; None before, and for who is not eligible.
    """

    id: int
    scheme_id: int
    person_id: int
    state: NomineeState
    number: str | None

    @property
    def is_judged(self) -> bool:
        """Whether the jury judges this one."""
        return self.state is NomineeState.ELIGIBLE

    @property
    def may_step_back(self) -> bool:
        """Whether this one is still in."""
        return self.state in {NomineeState.NOMINATED, NomineeState.ELIGIBLE}


@dataclass(frozen=True, slots=True)
class Nomination:
    """What somebody wrote of a nominee; both texts still encrypted."""

    nominee_id: int
    by_id: int
    way: NominationWay
    made_on: date
    reason: bytes
    evidence: bytes


@dataclass(frozen=True, slots=True)
class OutsideRecord:
    """What the office recorded of a nominee; the last one of a kind and year counts.

    :ivar year: of a predicate; None for the other kinds.
    :ivar value: ``yes`` or ``no``, hours, or a predicate.
    :ivar dated: the day of the paper that says so.
    """

    nominee_id: int
    kind: OutsideKind
    year: int | None
    value: str
    source: str
    dated: date


@dataclass(frozen=True, slots=True)
class JurySeat:
    """A seat of the jury, drawn by lot.

    :ivar place: on the published list.
    """

    id: int
    scheme_id: int
    place: int
    person_id: int
    state: SeatState

    @property
    def has_stepped_out(self) -> bool:
        """Whether the juror left the seat because of a conflict."""
        return self.state is SeatState.STEPPED_OUT

    @property
    def is_taken(self) -> bool:
        """Whether the juror declared to have no conflict."""
        return self.state is SeatState.TAKEN


def agencies_of(listed: Sequence[ListedJuror]) -> Mapping[int, int]:
    """Return the agency of each place on the list; who has no post is left out."""
    return {each.place: each.agency_id for each in listed if each.agency_id is not None}
