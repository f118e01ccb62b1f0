"""Attacks on what colleagues say: from a seat to its answer, by all that rows and copies show."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from contextlib import suppress

from sqlalchemy import Engine

from portal.evaluation.peer_feedback.marks import DayKey
from portal.evaluation.peer_feedback.payloads import Answer, UnreadableBox, decode
from portal.privacy_audit.pairing import Item, Search, best_order
from portal.privacy_audit.raw_bytes import (
    POSTGRESQL_PAGE,
    SQLITE_PAGE,
    FilesUnreadable,
    files_of,
    raw_traces,
)
from portal.privacy_audit.round_trial import ColleagueActs, ColleaguesTrial, Steps, colleagues_trial
from portal.privacy_audit.rows import RawRow, rows_of
from portal.privacy_audit.verdict import Finding, FoundLink, Knowledge
from portal.privacy_audit.write_ahead_log import first_written
from portal.storage.private_files import KEY_FILE_BYTES, read_bounded
from portal.storage.sealing.keys import CannotOpen

EVERY_NIGHT = "who copies database and keys every night sees answers that came alone on their day"


def attack_round(engine: Engine, *, acts: ColleagueActs | None = None) -> list[Finding]:
    """Let a made-up round run and return what each attack on it found."""
    with colleagues_trial(engine, acts=acts) as trial:
        return [
            *by_order(trial),
            by_kept_boxes(trial),
            by_other_tables(trial),
            by_every_nights_key(trial),
        ]


def by_order(trial: ColleaguesTrial) -> Iterator[Finding]:
    """Pair seats with opened answers about the same person by every order that rows show.

    The insider holds the database with its dead rows and log and the day's key, and knows in
    which order colleagues sat down to answer.
    """
    boxes, missing = _traced(trial)
    seats = {
        (row.values["rater_id"], row.values["rated_id"]): row
        for row in rows_of(trial.session, "peer_seat", key="rater_id")
    }
    victims = [
        Item(
            place,
            said=given.steps,
            known={"rated": given.rated_id},
            traces={"arrival": place, **_told(seats.get((given.rater_id, given.rated_id)))},
        )
        for place, given in enumerate(trial.given)
    ]
    rows = [
        Item(-1, said=answer.steps, known={"rated": answer.rated_id}, traces=row.traces)
        for row, answer in boxes
    ]
    yield from best_order(
        Search(
            FoundLink.COLLEAGUE_ANSWER,
            "order of seats and boxes",
            Knowledge.DAY_KEY,
            victims,
            rows,
            within=("rated",),
            least=1,
        )
    )
    for name, why in missing.items():
        yield Finding(
            FoundLink.COLLEAGUE_ANSWER, f"the server's {name}", Knowledge.DATABASE, missing=why
        )


def by_kept_boxes(trial: ColleaguesTrial) -> Finding:
    """Open boxes of earlier days, as copies, dead rows and the log keep them, with keys left."""
    keys = [
        DayKey(read_bounded(file, most_bytes=KEY_FILE_BYTES))
        for file in trial.store.folder.rglob("*")
        if file.is_file() and file.stat().st_size == 32
    ]
    current = {box.token for box in trial.copies[-1]}
    kept = [box for copy in trial.copies for box in copy if box.token not in current]
    opened = sum(any(_opened(key, box.ciphertext) is not None for key in keys) for box in kept)
    return Finding(
        FoundLink.COLLEAGUE_ANSWER,
        "boxes of earlier days",
        Knowledge.DAY_KEY,
        tried=len(kept),
        right=opened,
    )


def by_other_tables(trial: ColleaguesTrial) -> Finding:
    """Look for anything else that answering wrote: audit, drafts, sessions, keys of forms."""
    return Finding(
        FoundLink.COLLEAGUE_ANSWER,
        "tables beside the boxes",
        Knowledge.DATABASE,
        tried=len(trial.given),
        right=len(trial.given) if trial.touched else 0,
        method=", ".join(sorted(trial.touched)),
    )


def by_every_nights_key(trial: ColleaguesTrial) -> Finding:
    """Open every night's copy with its own key, and name the only new answer about a person."""
    named = 0
    before: Mapping[int, set[Steps]] = {}
    for copy, key in zip(trial.copies[1::2], trial.keys[1::2], strict=True):
        now: defaultdict[int, set[Steps]] = defaultdict(set)
        for box in copy:
            answer = _opened(DayKey(key), box.ciphertext)
            if answer is not None:
                now[answer.rated_id].add(answer.steps)
        fresh = {person: said - before.get(person, set()) for person, said in now.items()}
        named += sum(1 for given in trial.given if fresh.get(given.rated_id) == {given.steps})
        before = now
    return Finding(
        FoundLink.COLLEAGUE_ANSWER,
        "nightly copies with every day's key",
        Knowledge.EVERY_KEY,
        tried=len(trial.given),
        right=named,
        declared=EVERY_NIGHT,
    )


def _told(row: RawRow | None) -> Mapping[str, object]:
    """Return what orders the row of a seat, by names of their own."""
    return {} if row is None else {f"seat's {name}": at for name, at in row.traces.items()}


def _traced(trial: ColleaguesTrial) -> tuple[list[tuple[RawRow, Answer]], dict[str, str]]:
    """Return every box that the keys left open, with all that orders it, and what was missing."""
    missing: dict[str, str] = {}
    rows = rows_of(trial.session, "peer_box", key="token")
    tokens = {bytes(row.values["token"]) for row in rows}
    is_server = trial.session.get_bind().dialect.name == "postgresql"
    try:
        page = POSTGRESQL_PAGE if is_server else SQLITE_PAGE
        places = raw_traces(dict(files_of(trial.session, "peer_box")), tokens, page=page)
        for row in rows:
            row.traces |= places.get(bytes(row.values["token"]), {})
        if is_server:
            log = first_written(trial.session, since=trial.log_from, keys=tokens)
            for row in rows:
                written = log.get(bytes(row.values["token"]))
                if written is not None:
                    row.traces["place in the log"] = written.position
    except FilesUnreadable as error:
        missing["files and log"] = str(error)
    key = DayKey(trial.keys[-1])
    found = []
    for row in rows:
        answer = _opened(key, bytes(row.values["ciphertext"]))
        if answer is not None:
            found.append((row, answer))
    return found, missing


def _opened(key: DayKey, ciphertext: bytes) -> Answer | None:
    with suppress(CannotOpen, UnreadableBox):
        content = decode(key.open_payload(ciphertext))
        return content if isinstance(content, Answer) else None
    return None
