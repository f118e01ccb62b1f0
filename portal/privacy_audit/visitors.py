"""The made-up city of the trial and its visitors: when they came, what they rated and wrote."""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import accumulate, product
from random import Random, SystemRandom

from sqlalchemy import insert
from sqlalchemy.orm import Session

from portal.organisation.importing import service as importing_service
from portal.organisation.people.officer_queries import officers_by_desk_and_period
from portal.organisation.places.catalogue import Desk
from portal.organisation.places.catalogue_queries import catalogue
from portal.privacy_audit.written_texts import Writing, made_up_writing
from portal.rating.answers.answers import PROFILE_ANSWERS, VERIFIED, Channel, RatingAnswers
from portal.rating.answers.submission import Terms
from portal.rating.mixing.inbox_models import Ticket
from portal.rating.questionnaire.service import terms_of_desk
from portal.storage.database import begin_write
from portal.survey.elements import ELEMENTS, LEVELS, Element, FigureRules
from portal.time.months import month_of

NIGHTS = 2
BUSY_DESKS = 4
OFFICERS_PER_DESK = 4
QUIET_RATINGS = 6
MINUTES_OF_A_DAY = 480
# Whoever proved nothing leaves no proof to be found by.
CHANNELS = tuple(channel for channel in Channel if channel in VERIFIED)
# Share of a desk's visitors who come for each of its services, and what the service does not ask.
SERVICE_SHARES = (0.60, 0.25, 0.10, 0.05)
NOT_ASKED: tuple[frozenset[Element], ...] = (
    frozenset(),
    frozenset(),
    frozenset({Element.COST}),
    frozenset({Element.TIME, Element.PRODUCT}),
)
# Every eighth visitor also complains, most of them at once.
COMPLAINS_EVERY = 8
# The second night is the last of its month, when small services are mixed together.
FIRST_DAY = date(2026, 3, 30)
TIMEZONE = "Asia/Jakarta"
EXPIRES_ON = date(2026, 4, 30)
HEADER = (
    "kind,code,name,category,agency,services,left_out,badge_name,badge_number,officer,desk,"
    "starts_on"
)


@dataclass(frozen=True, slots=True)
class MadeUpVisitor:
    """One visitor, with all that is true of them; an attack sees only what it is granted.

    ``desk``, ``service`` and ``officer`` are places in the trial's lists, ``night`` the mix that
    came next, ``minute`` minutes of the queue system since the first day began.
    """

    number: int
    night: int
    minute: float
    desk: int
    channel: Channel
    service: int
    officer: int
    scores: dict[Element, int]
    profile: dict[str, str]
    writing: Writing

    @property
    def proof(self) -> bytes:
        """The hash of their ticket or grant, 32 bytes."""
        return hashlib.sha256(b"proof %d" % self.number).digest()

    @property
    def form_key(self) -> bytes:
        """The hash of their form's idempotency key, 32 bytes."""
        return hashlib.sha256(b"form %d" % self.number).digest()

    @property
    def address(self) -> str:
        """Their network address; every visitor has a network of their own."""
        return f"10.{self.number // 250}.{self.number % 250}.7"

    @property
    def sheet(self) -> tuple[int | None, ...]:
        """Their nine answers in the survey's order, None where nothing was asked."""
        return tuple(self.scores.get(element) for element in ELEMENTS)

    def answers(self, *, service_id: int, officer_ids: Sequence[int]) -> RatingAnswers:
        """Return all they say, with identifiers of the scratch database."""
        return RatingAnswers(
            service_id=service_id,
            scores=self.scores,
            officer_id=officer_ids[self.officer],
            comment=self.writing.comment,
            profile=self.profile,
        )


def made_up_visitors(ratings: int, *, random: Random) -> list[MadeUpVisitor]:
    """Return ``ratings`` visitors in the order in which they come.

    Four busy desks and a quiet one, two channels, two nights, four uneven services: the small
    services and the quiet desk have no batch on the first night.
    """
    visits = _visits(ratings)
    random.shuffle(visits)
    visits.sort(key=lambda visit: visit[0])
    profiles = _profiles(ratings, random=random)
    sheets: set[tuple[int | None, ...]] = set()
    a_day = ratings / NIGHTS
    visitors = []
    for number, (night, desk, channel) in enumerate(visits):
        service = _service(random)
        visitors.append(
            MadeUpVisitor(
                number=number,
                night=night,
                minute=(number + random.random() / 2) * MINUTES_OF_A_DAY / a_day,
                desk=desk,
                channel=channel,
                service=service,
                officer=desk * OFFICERS_PER_DESK + random.randrange(OFFICERS_PER_DESK),
                scores=_scores(service, sheets=sheets, random=random),
                profile=profiles[number],
                writing=made_up_writing(random, complains=number % COMPLAINS_EVERY == 0),
            )
        )
    return visitors


def _visits(ratings: int) -> list[tuple[int, int, Channel]]:
    quiet = [
        (night, BUSY_DESKS, channel)
        for night, channel in product(range(NIGHTS), CHANNELS)
        for _ in range(QUIET_RATINGS)
    ]
    places = list(product(range(NIGHTS), range(BUSY_DESKS), CHANNELS))
    busy = [places[number % len(places)] for number in range(ratings - len(quiet))]
    return [*busy, *quiet]


def _service(random: Random) -> int:
    drawn = random.random()
    return sum(drawn >= share for share in list(accumulate(SERVICE_SHARES))[:-1])


def _scores(
    service: int, *, sheets: set[tuple[int | None, ...]], random: Random
) -> dict[Element, int]:
    """Return answers that nobody else gives, so that a row's owner is certain."""
    asked = [element for element in ELEMENTS if element not in NOT_ASKED[service]]
    while True:
        scores = {element: random.choice(LEVELS) for element in asked}
        sheet = tuple(scores.get(element) for element in ELEMENTS)
        if sheet not in sheets:
            sheets.add(sheet)
            return scores


def _profiles(count: int, *, random: Random) -> list[dict[str, str]]:
    """Return profiles that repeat as seldom as can be."""
    choices = product(*((None, *answers) for answers in PROFILE_ANSWERS.values()))
    every = [
        {
            str(field): answer
            for field, answer in zip(PROFILE_ANSWERS, chosen, strict=True)
            if answer
        }
        for chosen in choices
        if any(chosen)
    ]
    random.shuffle(every)
    return [every[number % len(every)] for number in range(count)]


@dataclass(frozen=True, slots=True)
class TrialCity:
    """Identifiers in the scratch database, by the places that visitors name."""

    desks: Sequence[Desk]
    service_ids: Sequence[int]
    officer_ids: Sequence[int]
    terms: Mapping[int, Terms]


def found_city(session: Session) -> TrialCity:
    """Write the city's desks, services, officers and postings."""
    importing_service.import_file(session, _file().encode(), today=FIRST_DAY)
    places = catalogue(session, on=FIRST_DAY)
    served = officers_by_desk_and_period(session, month_of(FIRST_DAY))
    desks = list(places.desks.values())
    services = sorted(places.services.values(), key=lambda service: service.code)
    city = TrialCity(
        desks=desks,
        service_ids=[service.id for service in services],
        officer_ids=[officer for desk in desks for officer in sorted(served[desk.id])],
        terms={desk.id: terms_of_desk(session, desk.id, initial=FigureRules()) for desk in desks},
    )
    session.commit()
    return city


def _file() -> str:
    services = [f"layanan-{number}" for number in range(len(NOT_ASKED))]
    rows = [HEADER, "agency,dinas,Dinas,dinas,,,,,,,,"]
    for code, left_out in zip(services, NOT_ASKED, strict=True):
        keys = " ".join(sorted(left_out)) or "-"
        rows.append(f"service,{code},{code.title()},,dinas,,{keys},,,,,")
    for desk in range(BUSY_DESKS + 1):
        rows.append(f"desk,loket-{desk},Loket {desk},,dinas,{' '.join(services)},,,,,,")
        for place in range(OFFICERS_PER_DESK):
            number = f"{desk}{place}"
            rows.append(f"officer,{number},Petugas {number},,,,,P {number},{number},,,")
            rows.append(f"posting,,,,,,,,,{number},loket-{desk},{FIRST_DAY}")
    return "\n".join(rows)


def hand_out_tickets(
    session: Session, visitors: Sequence[MadeUpVisitor], *, city: TrialCity
) -> None:
    """Print a ticket for each visitor's service, in no order."""
    rows = [
        {
            "code_hash": visitor.proof,
            "service_id": city.service_ids[visitor.service],
            "expires_on": EXPIRES_ON,
            "is_spent": False,
        }
        for visitor in visitors
        if visitor.channel is Channel.TICKET
    ]
    SystemRandom().shuffle(rows)
    begin_write(session)
    session.execute(insert(Ticket), rows)
    session.commit()
