"""A careless night: what it writes gets keys in the order in which the ratings came."""

from datetime import datetime
from typing import Any

from sqlalchemy import delete, insert, update

from portal.privacy_audit import acts
from portal.privacy_audit.acts import Scene
from portal.privacy_audit.visitors import MadeUpVisitor
from portal.rating.answers.answers import RatingAnswers
from portal.rating.mixing.ballot_models import Ballot, Comment
from portal.rating.mixing.inbox_models import SealedPart
from portal.rating.mixing.queries import inbox_keys
from portal.rating.mixing.sealing import SplitRecordBox
from portal.rating.mixing.split_records import OfficerAnswer, Part, ProfileAnswer
from portal.rating.mixing.writing import new_token
from portal.survey.elements import ELEMENTS, OFFICER_ELEMENTS
from tests.integration.privacy_audit.leaks import waiting


class KeysInOrder:
    """Mixes as the portal does, and then numbers ballots, comments and parts as they came."""

    def __init__(self) -> None:
        self.came: dict[str, int] = {}

    def rate(self, scene: Scene, visitor: MadeUpVisitor) -> None:
        self.came[visitor.writing.comment] = visitor.number
        acts.rate(scene, visitor)

    def mix(self, scene: Scene, now: datetime) -> None:
        before = waiting(scene)
        acts.mix(scene, now)
        left = {answers.comment for _, answers in waiting(scene)}
        mixed = [(row.desk_id, answers) for row, answers in before if answers.comment not in left]
        mixed.sort(key=lambda each: self.came[each[1].comment])
        for tokens, (_, answers) in zip(
            zip(tokens_for(mixed), tokens_for(mixed), strict=True), mixed, strict=True
        ):
            number(scene, answers, tokens=tokens)
        keep_parts_in_order(scene, mixed)
        scene.session.commit()


def tokens_for(rows: list[Any]) -> list[bytes]:
    """Return as many keys as there are rows, in ascending order."""
    return sorted(new_token() for _ in rows)


def number(scene: Scene, answers: RatingAnswers, *, tokens: tuple[bytes, bytes]) -> None:
    """Give a rating's ballot and comment the next keys."""
    of_ballot, of_comment = tokens
    sheet = [getattr(Ballot, str(each)) == answers.scores.get(each) for each in ELEMENTS]
    scene.session.execute(update(Ballot).where(*sheet).values(token=of_ballot))
    said = Comment.text == answers.comment
    scene.session.execute(update(Comment).where(said).values(token=of_comment))


def keep_parts_in_order(scene: Scene, mixed: list[tuple[int, RatingAnswers]]) -> None:
    """Keep the parts of this night alone, with keys in the order in which their ratings came."""
    (key,) = inbox_keys(scene.session, states=["current"])
    box = SplitRecordBox(scene.store.load(key.public_key))
    (agency_id,) = {desk.agency_id for desk in scene.city.desks}
    scene.session.execute(delete(SealedPart))
    for token, (desk_id, answers) in zip(tokens_for(mixed * 2)[::2], mixed, strict=True):
        for number_of_part, part in enumerate(
            parts_of(answers, desk_id=desk_id, agency_id=agency_id)
        ):
            made = int.from_bytes(token) + number_of_part
            row = {"token": made.to_bytes(len(token)), "key_id": key.key_id}
            scene.session.execute(insert(SealedPart).values(**row, ciphertext=box.seal(part)))


def parts_of(answers: RatingAnswers, *, desk_id: int, agency_id: int) -> tuple[Part, ...]:
    scores = {each: answers.scores[each] for each in OFFICER_ELEMENTS if each in answers.scores}
    return (
        OfficerAnswer(answers.officer_id or 0, desk_id, scores),
        ProfileAnswer(agency_id, answers.profile),
    )
