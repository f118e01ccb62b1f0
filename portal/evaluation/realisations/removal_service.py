"""A link or figure of somebody else is taken away: by its side, or by both once it was answered."""

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.accounts.letters.service import tell_officer
from portal.evaluation.realisations import queries
from portal.evaluation.realisations.evidence import GONE, EvidenceKind, link_digest
from portal.evaluation.realisations.evidence_models import EvidenceRemoval, RealisationFigure
from portal.evaluation.realisations.models import RealisationLink, RealisationRow
from portal.evaluation.realisations.realising import Move
from portal.storage.database import begin_write, refused_as

# While nobody answered, nothing was built on a piece of evidence.
UNANSWERED = frozenset({"open", "reported"})


class NoSuchEvidence(LookupError):
    """There is no such piece, it was taken away, or somebody asked for it already."""


class NotBothSides(ValueError):
    """Of the two who take evidence away after the answer exactly one is its person."""


@dataclass(frozen=True, slots=True)
class EvidencePiece:
    """Which piece of evidence: a link or a figure, and its number."""

    kind: EvidenceKind
    number: int


def take_evidence_away(session: Session, move: Move, *, piece: EvidencePiece) -> bool:
    """Take a link or figure away, or ask the other side to agree; commits.

    Its trace stays: the day, who and why, and the digest of what it said.

    :param move: with the reason; its revision does not matter.
    :returns: whether it is away; else both sides are needed, since somebody answered.
    :raises NoSuchEvidence: when it is gone, asked for already, or another realisation's.
    """
    begin_write(session)
    row = queries.locked_realisation(session, move.place)
    held = _held(session, row, piece=piece)
    if row is None or held is None:
        session.rollback()
        raise NoSuchEvidence(f"{piece}")
    is_link = isinstance(held, RealisationLink)
    removal = EvidenceRemoval(
        realisation_id=row.id,
        link_id=held.id if is_link else None,
        figure_id=None if is_link else held.id,
        sha256=link_digest(held.link) if isinstance(held, RealisationLink) else held.sha256,
        reason=move.reason,
        asked_by=move.person_id,
        asked_on=move.today,
    )
    session.add(removal)
    is_away = row.state in UNANSWERED
    if is_away:
        _take(session, removal, move=move)
    else:
        with refused_as(session, NoSuchEvidence(f"{piece}")):
            session.flush()
        _tell_other_side(session, row, move=move)
    session.commit()
    return is_away


def agree_removal(session: Session, move: Move, *, removal_id: int) -> None:
    """Agree, as the other side, that a piece of evidence goes; commits.

    :raises NoSuchEvidence: when nobody asks for it any more.
    :raises NotBothSides: when neither or both of the two are the person.
    """
    removal = _asked(session, move, removal_id=removal_id)
    person = move.place.person_id
    if (removal.asked_by == person) == (move.person_id == person):
        session.rollback()
        raise NotBothSides(f"{move.person_id}")
    _take(session, removal, move=move)
    tell_officer(session, removal.asked_by)
    session.commit()


def end_removal(session: Session, move: Move, *, removal_id: int) -> None:
    """Leave a piece of evidence where it is: declined, or taken back by who asked; commits.

    :raises NoSuchEvidence: when nobody asks for it any more.
    """
    removal = _asked(session, move, removal_id=removal_id)
    removal.ended_by, removal.ended_on = move.person_id, move.today
    if removal.asked_by != move.person_id:
        tell_officer(session, removal.asked_by)
    session.commit()


def _held(
    session: Session, row: RealisationRow | None, *, piece: EvidencePiece
) -> RealisationLink | RealisationFigure | None:
    """Return the piece of a realisation that is still there and that nobody asks for."""
    held: RealisationLink | RealisationFigure | None
    if piece.kind is EvidenceKind.LINK:
        held, of = session.get(RealisationLink, piece.number), EvidenceRemoval.link_id
    else:
        held, of = session.get(RealisationFigure, piece.number), EvidenceRemoval.figure_id
    if row is None or held is None or held.realisation_id != row.id:
        return None
    standing = select(EvidenceRemoval.id).where(
        of == piece.number, EvidenceRemoval.ended_on.is_(None)
    )
    return None if session.scalar(standing) else held


def _asked(session: Session, move: Move, *, removal_id: int) -> EvidenceRemoval:
    """Return a request of this realisation that still waits, and lock it."""
    begin_write(session)
    row = queries.locked_realisation(session, move.place)
    removal = session.get(EvidenceRemoval, removal_id, with_for_update=True, populate_existing=True)
    is_open = removal is not None and removal.removed_on is None and removal.ended_on is None
    if row is None or removal is None or not is_open or removal.realisation_id != row.id:
        session.rollback()
        raise NoSuchEvidence(f"{removal_id}")
    return removal


def _take(session: Session, removal: EvidenceRemoval, *, move: Move) -> None:
    """Let a piece be away: of a link the address goes, which may say something of somebody."""
    removal.removed_by, removal.removed_on = move.person_id, move.today
    with refused_as(session, NoSuchEvidence(f"{move.place}")):
        session.flush()
    if removal.link_id is not None:
        session.get_one(RealisationLink, removal.link_id).link = f"{GONE}{removal.link_id}"
        session.flush()


def _tell_other_side(session: Session, row: RealisationRow, *, move: Move) -> None:
    is_person = move.person_id == move.place.person_id
    other = row.decided_by if is_person else move.place.person_id
    if other is not None:
        tell_officer(session, other)
