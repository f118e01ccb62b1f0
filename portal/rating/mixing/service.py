"""The mix from its first step to its last; the next run finishes what a crash interrupted."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

from sqlalchemy import text
from sqlalchemy.orm import Session

from portal.organisation.places.catalogue_queries import catalogue
from portal.organisation.places.queries import arrangement
from portal.rating.mixing.accepted import rewrite_accepted
from portal.rating.mixing.batches import ever_left_out
from portal.rating.mixing.groups import fold_residuals, mix_groups, seal_residuals
from portal.rating.mixing.inbox_queries import current_inbox_key
from portal.rating.mixing.keys_folder import require_folder, take_new_folder
from portal.rating.mixing.lock import only_mixer
from portal.rating.mixing.mix_keys import destroy_empty_keys, openers_of_closed_keys, renew_key
from portal.rating.mixing.mix_run import (
    MixReport,
    MixRun,
    OnProgress,
    Reached,
    no_progress,
    no_step,
)
from portal.rating.mixing.month_queries import last_mix, last_mixed_period
from portal.rating.mixing.queries import waiting_ratings
from portal.rating.mixing.sealing import Sealer, SplitRecordBox
from portal.rating.mixing.watching import load_watches
from portal.rating.mixing.writing import count_or_seal_split_records
from portal.storage.sealing.keys import KeyStore
from portal.time.months import Month, month_of, months_back
from portal.time.schedule.evidence import wrong_traces


class ClockBehind(RuntimeError):
    """Ratings of a later month were mixed before: the machine's clock is wrong, or was."""


EMPTIED = ("sealed_rating", "sealed_part", "accepted_submission")


def mix_ratings(
    session: Session,
    store: KeyStore,
    *,
    now: datetime,
    timezone: str,
    is_month_right: bool = False,
    on_progress: OnProgress = no_progress,
    reached: Reached = no_step,
) -> MixReport:
    """Open and mix what is due, seal the rest to a new key, destroy the keys that are done.

    Every step is one transaction and can be interrupted: whoever mixes next goes on.

    :param now: the moment of the mix; its month in ``timezone`` is the ratings' period.
    :param is_month_right: whether a person vouches for a month that lies before the last mix's.
    :param on_progress: called with the ratings mixed so far and those due.
    :param reached: called at each step; for tests that interrupt the mix there.
    :raises ClockBehind: when a later month was mixed before, whose figures may be out already;
        nothing is opened and ratings go on coming in.
    :raises portal.rating.mixing.lock.AnotherMixIsRunning: when one is under way.
    :raises portal.storage.sealing.keys.EscrowUnreachable: when a second copy cannot be written or
        destroyed; ratings go on under the key there is.
    :raises portal.rating.mixing.keys_folder.WrongFolder: when the folder of keys is missing or
        another one; nothing is made in its place.
    """
    today = now.astimezone(ZoneInfo(timezone)).date()
    with only_mixer(session):
        if not is_month_right:
            _check_month(session, month_of(today), timezone=timezone)
        run = _begin(session, store, today=today, on_progress=on_progress, reached=reached)
        mix_groups(run)
        fold_residuals(run)
        seal_residuals(run)
        count_or_seal_split_records(run)
        rewrite_accepted(run)
        destroy_empty_keys(session, store, reached=reached)
        _vacuum(session)
        return _report(run)


def _check_month(session: Session, period: Month, *, timezone: str) -> None:
    """Refuse a month before the last one that was mixed: it may be published already.

    A month that a person called wrong, vouching for the clock, does not count.
    """
    last = last_mixed_period(session)
    trace = last_mix(session, timezone)
    is_wrong = trace is not None and wrong_traces(session).get(trace.name) == trace.at
    session.rollback()
    if last and period < last and not is_wrong:
        raise ClockBehind(
            f"it is {period} by this machine's clock, but ratings of {last} were mixed before; "
            "nothing was mixed. Set the clock; if it is right, run: "
            "flask jobs clock-is-right --by NAME --reason TEXT"
        )


def open_inbox(session: Session, store: KeyStore) -> None:
    """Make the first key of a new portal, so that ratings can come in before the first mix.

    :raises portal.rating.mixing.keys_folder.WrongFolder: when there was a key and its folder is
        missing or another one.
    """
    with only_mixer(session):
        if current_inbox_key(session) is None:
            renew_key(session, store, reached=no_step)
        else:
            require_folder(session, store)


def open_inbox_anew(session: Session, store: KeyStore) -> None:
    """Go on in a new folder with a new key, because a person says that the old folder is lost.

    What was sealed to the lost keys stays sealed; a key that is found after all can still be
    restored.

    :raises portal.rating.mixing.keys_folder.NothingLost: when it is the right folder.
    :raises portal.rating.mixing.keys_folder.WrongFolder: when keys of another database lie there.
    """
    with only_mixer(session):
        take_new_folder(session, store)
        renew_key(session, store, reached=no_step)


def _begin(
    session: Session, store: KeyStore, *, today: date, on_progress: OnProgress, reached: Reached
) -> MixRun:
    key = renew_key(session, store, reached=reached)
    openers, lost_keys = openers_of_closed_keys(session, store)
    dated = arrangement(session)
    return MixRun(
        session=session,
        store=store,
        today=today,
        catalogue=catalogue(session, on=today),
        offers=frozenset(dated.offers),
        left_out=ever_left_out(dated.questions),
        openers=openers,
        watches=load_watches(session, period_before=months_back(month_of(today), months=1)),
        lost_keys=lost_keys,
        sealer=Sealer(key.public_key),
        split_record_box=SplitRecordBox(store.load(key.public_key)),
        key_id=key.key_id,
        reached=reached,
        on_progress=on_progress,
    )


def _vacuum(session: Session) -> None:
    """Let PostgreSQL reuse the space of deleted ciphertexts, which nobody can open any more."""
    engine = session.connection().engine
    session.commit()
    if engine.dialect.name == "postgresql":
        with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            connection.execute(text(f"VACUUM {', '.join(EMPTIED)}"))


def _report(run: MixRun) -> MixReport:
    waiting = waiting_ratings(run.session)
    run.session.commit()
    return MixReport(
        mixed=run.counts["mixed"],
        waiting=waiting,
        split_records_folded=run.counts["split_records_folded"],
        dropped=run.counts["dropped"],
        unreadable=run.counts["unreadable"],
        lost_keys=run.lost_keys,
    )
