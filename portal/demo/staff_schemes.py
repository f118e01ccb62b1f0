"""Schemes of the made-up city: rules published before their year, and who was nominated."""

from datetime import date, timedelta
from typing import NamedTuple

from sqlalchemy.orm import Session

from portal.demo.staff_acts import kept
from portal.demo.staff_results import last_day
from portal.demo.superiors import DemoLine, DemoTeam
from portal.evaluation.awards import nominating_service, scheme_service
from portal.evaluation.awards.domain import (
    AwardForm,
    Criterion,
    NominationWay,
    OutsideKind,
    OutsideRecord,
    SchemeFields,
)
from portal.evaluation.awards.queries import scheme_with
from portal.evaluation.rules.award_eligibility import EligibilityRules
from portal.storage.texts.key_file import Vault


class AwardTitle(NamedTuple):
    """What a scheme is called, and what it is for."""

    name: str
    purpose: str


MODEL = AwardTitle(
    "Pegawai Teladan (contoh)",
    "Untuk pegawai yang melayani warga tepat waktu, bermutu, dan bersama rekan-rekannya.",
)
IDEA = AwardTitle(
    "Gagasan Layanan (contoh)",
    "Untuk pegawai yang mengubah satu hal di loketnya sehingga warga lebih cepat selesai.",
)
EVENT = "Penutupan IHSG hari itu (contoh), semua angkanya"
REASON = "Antrean pagi dibagi dua sejak Maret; berkas yang kembali turun separuhnya."
EVIDENCE = "Laporan triwulan 2 dan 3, halaman loket."
CRITERIA = (
    Criterion(1, "Ketepatan waktu", 40),
    Criterion(2, "Mutu layanan", 40),
    Criterion(3, "Kerja sama", 20),
)
LISTED = 12


class AwardDays(NamedTuple):
    """When each step of a scheme is taken."""

    published: date
    opened: date
    seeded: date
    decided: date


# From the opening of nominations: until the lot's seed is known, and until the mayor decides.
UNTIL_SEED, UNTIL_DECISION = timedelta(days=30), timedelta(days=45)


def days_of(year: int) -> AwardDays:
    """Return when the steps of a year's scheme are taken."""
    return _days_from(last_day(year) + timedelta(days=1), year=year)


def days_of_open_jury(year: int, *, today: date) -> AwardDays | None:
    """Return the days of a year's scheme whose jury is at work now; None before it can be."""
    days = _days_from(today - UNTIL_SEED - timedelta(days=10), year=year)
    return days if days.opened > last_day(year) else None


def _days_from(opened: date, *, year: int) -> AwardDays:
    published = date(year - 1, 12, 10)
    return AwardDays(published, opened, opened + UNTIL_SEED, opened + UNTIL_DECISION)


def publish_scheme(
    session: Session,
    line: DemoLine,
    *,
    shown: DemoTeam,
    days: AwardDays,
    title: AwardTitle = MODEL,
) -> int:
    """Publish a scheme whose jurors come from all teams but one; commits."""
    fields = SchemeFields(
        title.name,
        title.purpose,
        days.published.year + 1,
        places=1,
        jurors=3,
        form=AwardForm.CERTIFICATE,
        rules=EligibilityRules(),
        nominating_from=days.opened,
        nominating_until=days.opened + timedelta(days=14),
        seed_event=EVENT,
        seed_due=days.seeded,
        criteria=CRITERIA,
    )
    scheme_id = scheme_service.begin_scheme(session, fields)
    others = [each for each in line.teams.values() if each is not shown]
    for person in [one for each in others for one in each.superiors][:LISTED]:
        act = act_on_scheme(session, scheme_id, on=days.published)
        scheme_service.list_juror(session, act, person_id=person)
    scheme_service.publish(session, act_on_scheme(session, scheme_id, on=days.published))
    return scheme_id


def act_on_scheme(session: Session, scheme_id: int, *, on: date) -> scheme_service.SchemeAct:
    """Return an act on a scheme as it is."""
    scheme = kept(scheme_with(session, scheme_id))
    return scheme_service.SchemeAct(scheme_id, scheme.revision, on)


def nominate_one(
    session: Session, vault: Vault, *, scheme_id: int, person: int, head: int, on: date
) -> None:
    """Let the head nominate somebody, and the office record what stands outside; commits."""
    new = nominating_service.NewNomination(
        scheme_id,
        person,
        head,
        NominationWay.COLLEAGUE,
        vault.lock(REASON),
        vault.lock(EVIDENCE),
    )
    nominee_id = nominating_service.nominate(session, new, today=on)
    for kind, value in (
        (OutsideKind.INTEGRITY, "yes"),
        (OutsideKind.HOURS, "24"),
        (OutsideKind.PREDICATE, "very_good"),
    ):
        year = on.year - 2 if kind is OutsideKind.PREDICATE else None
        record = OutsideRecord(nominee_id, kind, year, value, "Surat contoh 12", on)
        nominating_service.record_from_outside(session, record)
