"""Makers of award schemes and their people, brought into any state by the use cases themselves."""

import json
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from sqlalchemy.orm import Session

from portal.evaluation.awards import (
    jury_service,
    nominating_service,
    nominee_queries,
    queries,
    scheme_service,
)
from portal.evaluation.awards.domain import (
    AwardForm,
    Criterion,
    NominationWay,
    OutsideKind,
    OutsideRecord,
    Scheme,
    SchemeFields,
    SchemeNominee,
)
from portal.evaluation.recognition import award_service
from portal.evaluation.recognition import queries as awards
from portal.evaluation.recognition.domain import GivenAward
from portal.evaluation.rules.award_eligibility import EligibilityRules
from portal.evaluation.rules.states import SchemeState, SeatState
from portal.storage.texts.key_file import Vault
from tests.factories.organisation import make_agency
from tests.factories.people import make_line, make_people, make_post

VAULT = Vault(bytes(32))
PUBLISHED = date(2025, 12, 10)
OPENED = date(2027, 2, 1)
CLOSED = date(2027, 2, 16)
FROZEN = date(2027, 2, 20)
SEEDED = date(2027, 3, 1)
JUDGED = date(2027, 3, 10)
DECIDED = date(2027, 3, 20)
ANNOUNCED = date(2027, 4, 10)
SEED = "718245"
FIELDS = SchemeFields(
    "Pegawai Teladan",
    "Untuk yang melayani warga tepat waktu.",
    2026,
    1,
    3,
    AwardForm.CERTIFICATE,
    EligibilityRules(),
    OPENED,
    date(2027, 2, 15),
    "Penutupan IHSG, semua angkanya",
    SEEDED,
    (
        Criterion(1, "Ketepatan waktu", 40),
        Criterion(2, "Mutu layanan", 40),
        Criterion(3, "Kerja sama", 20),
    ),
)
CODES = ("bapenda", "dinkes", "pupr", "disdik", "dinsos", "bpkad")
ORDER = tuple(SchemeState)


@dataclass(frozen=True, slots=True)
class AwardScene:
    """Three nominees and their superior in one agency, twelve listed jurors in six others."""

    agency_id: int
    ayu: int
    budi: int
    citra: int
    superior: int
    mayor: int
    jurors: tuple[int, ...]

    @property
    def nominees(self) -> tuple[int, int, int]:
        return self.ayu, self.budi, self.citra


def make_award_scene(session: Session) -> AwardScene:
    """Make the people; commits."""
    agency = make_agency(session, "kecamatan")
    names = ("Ayu Contoh", "Budi Contoh", "Citra Contoh", "Sari Contoh", "Wali Contoh")
    ayu, budi, citra, superior, mayor = make_people(session, *names)
    for each in (ayu, budi, citra, superior):
        make_post(session, each, agency)
    for each in (ayu, budi, citra):
        make_line(session, each, to=superior)
    make_line(session, superior, to=mayor)
    jurors: list[int] = []
    for code in CODES:
        other = make_agency(session, code)
        pair = make_people(session, f"Juri {code} satu", f"Juri {code} dua")
        for each in pair:
            make_post(session, each, other)
        jurors += pair
    session.commit()
    return AwardScene(agency.id, ayu, budi, citra, superior, mayor, tuple(jurors))


def found(session: Session, scheme_id: int = 1) -> Scheme:
    session.rollback()
    session.expire_all()
    scheme = queries.scheme_with(session, scheme_id)
    if scheme is None:
        raise LookupError(scheme_id)
    return scheme


def act(session: Session, on: date, scheme_id: int = 1) -> scheme_service.SchemeAct:
    """Return an act on a scheme as it is."""
    return scheme_service.SchemeAct(scheme_id, found(session, scheme_id).revision, on)


def make_draft(session: Session, jurors: Sequence[int], fields: SchemeFields = FIELDS) -> int:
    """Make a draft with its list of jurors; commits."""
    scheme_id = scheme_service.begin_scheme(session, fields)
    for each in jurors:
        scheme_service.list_juror(session, act(session, PUBLISHED, scheme_id), person_id=each)
    return scheme_id


def nominate(
    session: Session,
    person: int,
    *,
    by: int,
    way: NominationWay = NominationWay.COLLEAGUE,
    on: date = OPENED,
    vault: Vault = VAULT,
) -> int:
    """Nominate somebody in the first scheme; commits."""
    reason, evidence = vault.lock("Melayani tepat waktu."), vault.lock("96 % berkas.")
    new = nominating_service.NewNomination(1, person, by, way, reason, evidence)
    return nominating_service.nominate(session, new, today=on)


def record_all(session: Session, nominee_id: int, *, hours: int = 20) -> None:
    """Record everything that makes somebody eligible, except hours where too few are given."""
    for kind, year, value in (
        (OutsideKind.INTEGRITY, None, "yes"),
        (OutsideKind.HOURS, None, str(hours)),
        (OutsideKind.PREDICATE, 2026, "very_good"),
        (OutsideKind.PREDICATE, 2025, "good"),
    ):
        record = OutsideRecord(nominee_id, kind, year, value, "Surat 1", date(2027, 1, 5))
        nominating_service.record_from_outside(session, record)


def screened(session: Session, *eligible: int, vault: Vault = VAULT) -> None:
    """Freeze the nominees of the first scheme; those named are eligible; commits."""
    came = {
        each.id: scheme_service.Screened(
            each.person_id in eligible,
            vault.lock(json.dumps([{"rule": "final", "outcome": "met", "found": {"open": []}}])),
            vault.lock("102"),
        )
        for each in nominee_queries.nominees_of(session, 1)
    }
    scheme_service.freeze(session, act(session, FROZEN), screened=came)


def give_all(
    session: Session, points: Sequence[int] = (30, 30, 15), *, vault: Vault = VAULT
) -> None:
    """Let every juror take the seat and give everybody the same points; commits."""
    for seat in nominee_queries.seats_of(session, 1):
        if seat.state is SeatState.STEPPED_OUT:
            continue
        jury_service.take_seat(session, seat.id, person_id=seat.person_id)
        for one in nominee_queries.nominees_of(session, 1):
            if one.is_judged:
                new = jury_service.NewPoints(seat.id, one.id, vault.lock(json.dumps(list(points))))
                jury_service.give_points(session, new, person_id=seat.person_id)


def nominee_of_person(session: Session, person: int) -> SchemeNominee:
    return next(
        each for each in nominee_queries.nominees_of(session, 1) if each.person_id == person
    )


def award(session: Session) -> GivenAward:
    session.rollback()
    session.expire_all()
    return awards.awards_of(session, 1)[0]


def make_scheme(
    session: Session,
    scene: AwardScene,
    *,
    state: SchemeState,
    fields: SchemeFields = FIELDS,
    vault: Vault = VAULT,
) -> Scheme:
    """Make a scheme in a state; from nominating on with three nominees of whom Citra drops out."""
    at = ORDER.index(state)
    make_draft(session, scene.jurors, fields)
    steps = (
        lambda: scheme_service.publish(session, act(session, PUBLISHED)),
        lambda: _open(session, scene, vault),
        lambda: scheme_service.screen(session, act(session, CLOSED)),
        lambda: _judge(session, scene, vault),
        lambda: _decide(session, scene, vault),
        lambda: award_service.announce(session, act(session, ANNOUNCED), agencies={}),
        lambda: scheme_service.close(session, act(session, ANNOUNCED)),
    )
    for step in steps[:at]:
        step()
    return found(session)


def seed(session: Session, *, digits: str = SEED, on: date = SEEDED) -> None:
    act_then = replace(act(session, JUDGED), today=max(on, SEEDED))
    scheme_service.keep_seed(session, act_then, seed=digits, seed_on=on)


def _open(session: Session, scene: AwardScene, vault: Vault) -> None:
    scheme_service.open_nominations(session, act(session, OPENED))
    nominate(session, scene.ayu, by=scene.superior, way=NominationWay.SUPERIOR, vault=vault)
    nominate(session, scene.budi, by=scene.ayu, vault=vault)
    nominate(session, scene.citra, by=scene.citra, way=NominationWay.ONESELF, vault=vault)
    for person, hours in zip(scene.nominees, (20, 24, 14), strict=True):
        record_all(session, nominee_of_person(session, person).id, hours=hours)


def _judge(session: Session, scene: AwardScene, vault: Vault) -> None:
    screened(session, scene.ayu, scene.budi, vault=vault)
    seed(session)
    jury_service.begin_judging(session, act(session, JUDGED))


def _decide(session: Session, scene: AwardScene, vault: Vault) -> None:
    give_all(session, vault=vault)
    winner = award_service.Winner(1, scene.ayu, scene.agency_id, vault.lock("Beralasan."))
    award_service.decide(session, act(session, DECIDED), winners=[winner], decider_id=scene.mayor)
