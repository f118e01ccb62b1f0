"""Rounds without their key: void, or planned without what was struck."""

from sqlalchemy import delete
from sqlalchemy.orm import Session

from portal.evaluation.peer_feedback.box_queries import key_of
from portal.evaluation.peer_feedback.domain import Round
from portal.evaluation.peer_feedback.key_holding import drop_key, make_private_key, put_key
from portal.evaluation.peer_feedback.models import PeerBox, PeerPlace, PeerSeat
from portal.evaluation.peer_feedback.outcome_writing import move_round
from portal.evaluation.rules.states import RoundState
from portal.storage.database import begin_write
from portal.storage.sealing.keys import KeyStore


def void_round(session: Session, round_: Round) -> None:
    """Destroy what is left of a round whose keys are gone; commits."""
    begin_write(session)
    _destroy_boxes(session, round_)
    for model in (PeerSeat, PeerPlace):
        session.execute(delete(model).where(model.round_id == round_.id))
    move_round(session, round_, to=(RoundState.VOID,))
    session.commit()


def begin_anew(session: Session, store: KeyStore, *, round_: Round) -> None:
    """Give a planned round a new key in place of a lost one; what was struck is lost; commits."""
    private_key = make_private_key(store)
    begin_write(session)
    _destroy_boxes(session, round_)
    put_key(session, round_.id, private_key=private_key)
    session.commit()


def _destroy_boxes(session: Session, round_: Round) -> None:
    key = key_of(session, round_.id)
    if key is not None:
        session.execute(delete(PeerBox).where(PeerBox.key_id == key.key_id))
        drop_key(session, round_.id)
