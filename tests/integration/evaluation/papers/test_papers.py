"""Signed papers: scan and row together, tied to their act, refused by the database when changed."""

from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from sqlalchemy import delete, func, select, update
from sqlalchemy.exc import DatabaseError
from sqlalchemy.orm import Session

from portal.accounts.staff.models import Account
from portal.evaluation.papers.domain import PaperAbout, PaperKind, SignedImpossible
from portal.evaluation.papers.models import PaperAct, PaperRecord
from portal.evaluation.papers.queries import paper_with, papers_about, papers_of_plan, uses_of
from portal.evaluation.papers.service import (
    SignedPaper,
    forget_papers,
    read_scan,
    record_paper,
    stand_for,
)
from portal.evaluation.plans.domain import EndKind, Plan
from portal.evaluation.plans.queries import plans_ended_before
from portal.evaluation.plans.service import end_early
from portal.evaluation.plans.writing import ChangedMeanwhile, PlanAct
from portal.storage.files import contents
from portal.storage.files.checking import CheckedFile
from portal.storage.files.contents import ContentGone, DiskNearlyFull, FileStore
from portal.storage.files.kinds import FileKind
from portal.storage.files.models import StoredContent
from tests.factories.plans import PlanScene

CONTENT = b"%PDF-1.7 kertas"
STORE = FileStore(Path("/"))
NOW, TODAY = datetime(2027, 1, 18, 3, tzinfo=UTC), date(2027, 1, 18)


@pytest.fixture(autouse=True)
def room(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the disk of the machine that tests be as empty as it has to be."""
    monkeypatch.setattr(contents, "is_nearly_full", lambda _: False)


@pytest.fixture
def signed(session: Session, scene: PlanScene, plan: Plan) -> SignedPaper:
    about = PaperAbout(PaperKind.PLAN, scene.person, plan.id, plan.latest.id)
    scan = CheckedFile(FileKind.PDF, CONTENT)
    account = Account(email="koordinator@contoh.test", name="Koordinator", created_at=NOW)
    session.add(account)
    session.commit()
    return SignedPaper(about, TODAY, b"sealed", scan, account.id, STORE, str.encode)


def counts(session: Session) -> list[int]:
    """Return how many papers, acts and contents there are."""
    session.rollback()
    tables = (PaperRecord, PaperAct, StoredContent)
    return [session.scalar(select(func.count()).select_from(each)) or 0 for each in tables]


def test_a_scan_is_kept_encrypted_and_found_by_what_it_is_about(
    session: Session, signed: SignedPaper
) -> None:
    number = record_paper(session, signed, now=NOW, today=TODAY)

    paper = paper_with(session, number)
    assert paper is not None
    assert (paper.about, paper.signed_on, paper.recorded_at) == (signed.about, TODAY, NOW)
    assert CONTENT not in STORE.content(session, str(paper.stored_as))
    key = (paper.key or b"").decode()
    assert read_scan(session, paper, key=key, store=STORE) == CONTENT
    ids = {signed.about.about_id}
    assert papers_about(session, PaperKind.PLAN, about_ids=ids) == [paper]
    assert papers_about(session, PaperKind.RECEIPT, about_ids=ids) == []
    assert papers_about(session, PaperKind.PLAN, about_ids=ids, plan_id=99) == []
    assert papers_of_plan(session, signed.about.plan_id) == [paper]


def test_a_full_disk_and_a_day_to_come_keep_nothing(
    session: Session, signed: SignedPaper, monkeypatch: pytest.MonkeyPatch
) -> None:
    with pytest.raises(SignedImpossible):
        record_paper(session, replace(signed, signed_on=date(2027, 1, 19)), now=NOW, today=TODAY)
    monkeypatch.setattr(contents, "is_nearly_full", lambda _: True)
    with pytest.raises(DiskNearlyFull):
        record_paper(session, signed, now=NOW, today=TODAY)

    assert counts(session) == [0, 0, 0]


def test_nothing_is_left_where_the_portal_is_killed_while_a_paper_is_kept(
    session: Session, signed: SignedPaper, monkeypatch: pytest.MonkeyPatch
) -> None:
    def killed() -> None:
        raise KeyboardInterrupt

    session.commit()
    with monkeypatch.context() as patched:
        patched.setattr(session, "commit", killed)
        with pytest.raises(KeyboardInterrupt):
            record_paper(session, signed, now=NOW, today=TODAY)

    assert counts(session) == [0, 0, 0]


def test_a_paper_is_about_something_of_its_plan_and_never_one_s_own(
    session: Session, scene: PlanScene, signed: SignedPaper
) -> None:
    for kind in PaperKind:
        about = replace(signed.about, kind=kind, about_id=77)
        with pytest.raises(DatabaseError):
            record_paper(session, replace(signed, about=about), now=NOW, today=TODAY)
        session.rollback()
    session.execute(
        update(Account).where(Account.id == signed.recorded_by).values(officer_id=scene.person)
    )
    session.commit()
    with pytest.raises(DatabaseError):
        record_paper(session, signed, now=NOW, today=TODAY)

    assert counts(session) == [0, 0, 0]


@pytest.mark.parametrize(
    "change",
    [
        update(PaperRecord).values(signed_on=date(2027, 1, 1)),
        update(PaperRecord).values(recorded_by=2),
        update(PaperRecord).values(sha256="0" * 64),
        delete(PaperRecord),
        update(PaperAct).values(part=1),
        delete(PaperAct),
    ],
)
def test_the_database_refuses_to_change_what_was_recorded(
    session: Session, signed: SignedPaper, change: object
) -> None:
    number = record_paper(session, signed, now=NOW, today=TODAY)
    stand_for(session, number, at=NOW)
    session.commit()

    with pytest.raises(DatabaseError):
        session.execute(change)  # type: ignore[call-overload] # any statement that changes
    assert counts(session) == [1, 1, 1]


def test_an_act_that_is_refused_leaves_no_trace_of_the_paper_that_should_stand_for_it(
    session: Session, scene: PlanScene, signed: SignedPaper
) -> None:
    number = record_paper(session, signed, now=NOW, today=TODAY)

    stand_for(session, number, at=NOW)
    act = PlanAct(signed.about.plan_id, 99, scene.superior, NOW, TODAY, reason=b"x")
    with pytest.raises(ChangedMeanwhile):
        end_early(session, act, kind=EndKind.OTHER, ends_on=date(2026, 12, 1))

    assert counts(session) == [1, 0, 1]


def test_an_act_and_the_paper_that_stands_for_it_are_kept_together(
    session: Session, scene: PlanScene, plan: Plan, signed: SignedPaper
) -> None:
    number = record_paper(session, signed, now=NOW, today=TODAY)

    stand_for(session, number, at=NOW, part=3)
    act = PlanAct(plan.id, plan.latest.revision, scene.superior, NOW, TODAY, reason=b"x")
    end_early(session, act, kind=EndKind.OTHER, ends_on=date(2026, 12, 1))
    session.rollback()

    (use,) = uses_of(session, {number})
    assert (use.part, use.happened_at) == (3, NOW)


def test_scan_and_place_go_two_years_after_the_plan_and_stay_away(
    session: Session, signed: SignedPaper
) -> None:
    number = record_paper(session, signed, now=NOW, today=TODAY)

    def forget(before: date) -> int:
        plans = plans_ended_before(before)
        return forget_papers(session, store=STORE, today=date(2029, 1, 2), plans=plans)

    assert forget(date(2026, 12, 31)) == 0
    assert forget(date(2027, 1, 1)) == 1
    assert forget(date(2027, 1, 1)) == 0
    paper = paper_with(session, number)
    assert paper is not None
    assert (paper.stored_as, paper.key, paper.kept_at) == (None, None, None)
    with pytest.raises(ContentGone):
        read_scan(session, paper, key="", store=STORE)
    with pytest.raises(DatabaseError):
        session.execute(update(PaperRecord).values(file_key=b"x"))
    assert counts(session) == [1, 0, 0]
