"""Promises of the made-up city: most are kept, some late, moved or withdrawn."""

import random
from datetime import date, timedelta

from sqlalchemy.orm import Session

from portal.complaints.intake.action_queries import actions_due
from portal.complaints.intake.action_service import ChangeAction, change_action
from portal.complaints.intake.kinds import PromiseStep
from portal.demo.complaints import MADE_UP_STAFF, fill_complaints
from portal.organisation.places.catalogue import Catalogue
from portal.settings import Settings

EVIDENCE = "Sudah berjalan sejak pekan ini, dapat dilihat di ruang tunggu"
WHY_MOVED = "Pengadaan barangnya selesai pekan depan"
WHY_WITHDRAWN = "Digantikan perbaikan lain yang mencakup hal yang sama"
MOVED_BY = timedelta(days=21)


def fill_complaints_and_promises(
    session: Session, settings: Settings, *, places: Catalogue, seed: int, today: date
) -> int:
    """Write made-up complaints and let promises be kept; commits; return how many there are."""
    count = fill_complaints(session, settings, places=places, seed=seed, today=today)
    keep_promises(session, seed=seed, today=today)
    return count


def keep_promises(session: Session, *, seed: int, today: date) -> None:
    """Let three quarters of what was due be done; of the rest some are moved or withdrawn."""
    draw = random.Random(seed + 1)  # noqa: S311 - made-up acts, not secrets
    for action_id, due_on in actions_due(session, before=today):
        chance = draw.random()
        if chance < 0.75:
            done_on = due_on - timedelta(days=draw.randrange(8))
            _change(session, action_id, step=PromiseStep.DONE, reason=EVIDENCE, on=done_on)
        elif chance < 0.8:
            _change(session, action_id, step=PromiseStep.WITHDRAWN, reason=WHY_WITHDRAWN, on=due_on)
        elif chance < 0.9:
            _change(
                session,
                action_id,
                step=PromiseStep.MOVED,
                reason=WHY_MOVED,
                on=due_on,
                due_on=due_on + MOVED_BY,
            )


def _change(
    session: Session,
    action_id: int,
    *,
    step: PromiseStep,
    reason: str,
    on: date,
    due_on: date | None = None,
) -> None:
    wanted = ChangeAction(step, reason, seen=0, due_on=due_on)
    change_action(session, action_id, wanted=wanted, account_id=MADE_UP_STAFF, today=on)
