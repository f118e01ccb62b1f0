"""Made-up complaints, so that a demonstration's queue, promises and counts are filled."""

import random
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from portal.complaints.handling.answering import Promise, answer, may_be_promised
from portal.complaints.handling.moderation import ModerationVerdict, decide
from portal.complaints.handling.service import advance
from portal.complaints.intake.history import CaseContext, case_context_of
from portal.complaints.intake.kinds import Concern, Happened, Kind, State, TextDecision, Theme
from portal.complaints.intake.models import Complaint
from portal.complaints.intake.scope_queries import Scope
from portal.complaints.intake.writing import WriteComplaint, write_complaint
from portal.complaints.published.service import count_half_years
from portal.organisation.places.catalogue import Catalogue, Desk
from portal.settings import Settings
from portal.storage.texts.key_file import Vault, open_vault

RECENT_ITEMS, RECENT_DAYS = 90, 90
# So that a half-year that is counted has some, too.
EARLIER_ITEMS, EARLIEST_DAY = 60, 400
ITEMS = RECENT_ITEMS + EARLIER_ITEMS
# So that the inspectorate's queue is not empty.
EVERY_LEVY = 15
# Nobody's account: what the made-up staff did is never taken for a person's act.
MADE_UP_STAFF = 0
EVERYTHING = Scope(is_city=True, agency_id=None)
COURSE = (State.VERIFIED, State.FORWARDED, State.IN_PROGRESS)


@dataclass(frozen=True, slots=True)
class Story:
    """What a citizen wrote, and what the office answered and promised."""

    kind: Kind
    text: str
    theme: Theme
    reply: str
    said: str
    action: str


STORIES: tuple[Story, ...] = (
    Story(
        Kind.COMPLAINT,
        "Saya menunggu hampir tiga jam padahal datang pagi. Nomor antrean tidak bergerak.",
        Theme.WAITING_TIME,
        "Terima kasih. Pada jam sibuk kami menambah satu petugas mulai pekan depan.",
        "Antrean pagi terlalu lama",
        "Menambah satu petugas loket pada jam 08.00 sampai 11.00",
    ),
    Story(
        Kind.COMPLAINT,
        "Persyaratan di laman berbeda dengan yang diminta di loket, saya bolak-balik dua kali.",
        Theme.INFORMATION,
        "Kami mohon maaf. Daftar persyaratan di laman sudah disamakan dengan yang di loket.",
        "Persyaratan di laman dan di loket berbeda",
        "Menyamakan daftar persyaratan setiap awal bulan",
    ),
    Story(
        Kind.COMPLAINT,
        "Petugas menjawab pertanyaan sambil melihat telepon dan tidak menjelaskan langkahnya.",
        Theme.CONDUCT,
        "Kami sudah membahasnya dengan seluruh petugas loket dan mengingatkan tata cara melayani.",
        "Petugas kurang memperhatikan pengunjung",
        "Pelatihan singkat melayani bagi semua petugas loket",
    ),
    Story(
        Kind.SUGGESTION,
        "Mohon disediakan kursi tambahan dan tempat duduk khusus lansia di ruang tunggu.",
        Theme.FACILITIES,
        "Usul yang baik. Kami memasang dua puluh kursi dan menandai enam untuk lansia.",
        "Kursi ruang tunggu kurang",
        "Menambah dua puluh kursi, enam di antaranya untuk lansia",
    ),
    Story(
        Kind.QUESTION,
        "Apakah legalisasi dokumen dikenai biaya? Papan tarif di loket tidak terbaca.",
        Theme.COST,
        "Legalisasi tidak dipungut biaya. Papan tarif yang baru sudah dipasang di depan loket.",
        "Papan tarif tidak terbaca",
        "Memasang papan tarif dengan huruf besar di setiap loket",
    ),
    Story(
        Kind.PRAISE,
        "Terima kasih, petugas sabar membantu ibu saya yang kesulitan mengisi formulir.",
        Theme.CONDUCT,
        "Terima kasih atas kabar baiknya. Kami sampaikan kepada petugas yang bertugas.",
        "Petugas sabar membantu lansia",
        "Menyediakan petugas pendamping bagi lansia setiap hari",
    ),
)


def fill_complaints(
    session: Session, settings: Settings, *, places: Catalogue, seed: int, today: date
) -> int:
    """Write, answer and decide made-up complaints of the last thirteen months; commits.

    :returns: how many there are.
    """
    draw = random.Random(seed)  # noqa: S311 - made-up texts, not secrets
    desks = [desk for desk in places.desks.values() if not desk.is_retired(today)]
    ages = _ages(draw)
    vault = open_vault(session, settings.keys_dir)
    for number, age in enumerate(ages):
        story = STORIES[draw.randrange(len(STORIES))]
        written_on = today - timedelta(days=age)
        context = case_context_of(session, settings, vault=vault, today=written_on)
        desk = desks[draw.randrange(len(desks))]
        _write(session, story, desk=desk, number=number, seed=seed, context=context, draw=draw)
        _work(
            session,
            settings,
            story=story,
            vault=vault,
            draw=draw,
            written_on=written_on,
            today=today,
            unit_id=desk.unit_id,
        )
    count_half_years(session, today=today)
    return len(ages)


def _ages(draw: random.Random) -> list[int]:
    """Return how many days ago each item was written, the oldest first."""
    recent = (draw.randrange(RECENT_DAYS) for _ in range(RECENT_ITEMS))
    earlier = (draw.randrange(RECENT_DAYS, EARLIEST_DAY) for _ in range(EARLIER_ITEMS))
    return sorted([*recent, *earlier], reverse=True)


def _write(
    session: Session,
    story: Story,
    *,
    desk: Desk,
    number: int,
    seed: int,
    context: CaseContext,
    draw: random.Random,
) -> None:
    write_complaint(
        session,
        WriteComplaint(
            form_key=f"{seed:016x}{number:016x}",
            kind=story.kind,
            concern=Concern.LEVY if number % EVERY_LEVY == 0 else Concern.SERVICE,
            agency_id=desk.agency_id,
            desk_id=desk.id,
            happened=draw.choice(list(Happened)),
            text=f"{story.text} (contoh nomor {number + 1})",
            may_publish=draw.random() < 0.8,
        ),
        context=context,
    )


def _work(
    session: Session,
    settings: Settings,
    *,
    story: Story,
    vault: Vault,
    draw: random.Random,
    written_on: date,
    today: date,
    unit_id: int | None,
) -> None:
    """Take the item that was written last as far as its age allows."""
    days = _days_of_course(draw, written_on=written_on, today=today)
    for state, day in zip(COURSE, days, strict=False):
        context = case_context_of(session, settings, vault=vault, today=day)
        item, version, _ = _latest(session)
        advance(
            session,
            item,
            to=state,
            version=version,
            account_id=MADE_UP_STAFF,
            context=context,
            unit_id=unit_id,
        )
    if len(days) > len(COURSE):
        context = case_context_of(session, settings, vault=vault, today=days[-1])
        _answer(session, story, context=context, draw=draw)


def _days_of_course(draw: random.Random, *, written_on: date, today: date) -> Sequence[date]:
    """Return the days on which each next step was taken, until today."""
    days, day = [], written_on
    for _ in (*COURSE, State.ANSWERED):
        day += timedelta(days=draw.choice((0, 1, 1, 2, 3, 6)))
        if day > today:
            break
        days.append(day)
    return days


def _answer(session: Session, story: Story, *, context: CaseContext, draw: random.Random) -> None:
    item, version, _ = _latest(session)
    promise = None
    if draw.random() < 0.25:
        due_on = context.today + timedelta(days=draw.choice((14, 30, 60)))
        if may_be_promised(story.kind):
            promise = Promise(story.theme, said=story.said, text=story.action, due_on=due_on)
    answer(
        session,
        item,
        text=story.reply,
        version=version,
        account_id=MADE_UP_STAFF,
        context=context,
        scope=EVERYTHING,
        promise=promise,
    )
    item, version, may_publish = _latest(session)
    if may_publish and draw.random() < 0.6:
        verdict = ModerationVerdict(TextDecision.PUBLISHED, public_text=story.text)
        decide(
            session,
            item,
            verdict=verdict,
            version=version,
            account_id=MADE_UP_STAFF,
            context=context,
        )


def _latest(session: Session) -> tuple[int, int, bool]:
    """Return number, version and the writer's consent of the item that was written last."""
    latest = select(func.max(Complaint.id)).scalar_subquery()
    columns = select(Complaint.id, Complaint.version, Complaint.may_publish)
    row = session.execute(columns.where(Complaint.id == latest)).one()
    return row.id, row.version, row.may_publish
