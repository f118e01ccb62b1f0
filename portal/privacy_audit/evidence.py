"""Evidence of the insider after the trial, beside the truth: proofs, answers, complaints."""

from collections.abc import Callable, Collection, Hashable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from sqlalchemy.exc import ProgrammingError

from portal.privacy_audit.pairing import Item
from portal.privacy_audit.raw_bytes import (
    POSTGRESQL_PAGE,
    SQLITE_PAGE,
    FilesUnreadable,
    files_of,
    raw_traces,
)
from portal.privacy_audit.rows import RawRow, rows_of
from portal.privacy_audit.trial import Trial
from portal.privacy_audit.visitors import MadeUpVisitor
from portal.privacy_audit.write_ahead_log import Written, first_written
from portal.rating.answers.answers import Channel
from portal.rating.mixing.split_records import OfficerAnswer, Part, ProfileAnswer
from portal.storage.sealing.keys import CannotOpen
from portal.survey.elements import ELEMENTS, OFFICER_ELEMENTS

PROOF_TABLES: Mapping[Channel, tuple[str, str]] = {
    Channel.TICKET: ("ticket", "code_hash"),
    Channel.PRESENCE: ("accepted_submission", "key_hash"),
}
LOG = "place in the log"


@dataclass
class TrialEvidence:
    """Everything the attacks look at; ``missing`` says what could not be looked at and why."""

    trial: Trial
    missing: dict[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Let the server write its pages out, so that its files show them."""
        session = self.trial.session
        session.commit()
        if self._is_postgresql:
            with suppress(FilesUnreadable):
                self._checkpoint()

    @property
    def _is_postgresql(self) -> bool:
        return self.trial.session.get_bind().dialect.name == "postgresql"

    def _checkpoint(self) -> None:
        # Before a checkpoint lets the server throw old segments of the log away.
        self.log  # noqa: B018 - reading it once keeps it
        engine = self.trial.session.connection().engine
        self.trial.session.commit()
        with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            try:
                connection.exec_driver_sql("CHECKPOINT")
            except ProgrammingError:
                self.missing["files"] = "writing the pages out takes a superuser"

    @cached_property
    def log(self) -> Mapping[bytes, Written]:
        """Where the write-ahead log first shows each key; empty on SQLite."""
        if not self._is_postgresql:
            return {}
        keys = [row.values[key] for table, key in LOGGED.items() for row in self._plain(table, key)]
        keys += [visitor.form_key for visitor in self.trial.visitors]
        keys += [mark_of(row) for table in TEXTS for row in self._plain(table, "text")]
        try:
            return first_written(
                self.trial.session,
                since=self.trial.log_from,
                keys={bytes(key) for key in keys if key is not None},
            )
        except FilesUnreadable as error:
            self.missing["log"] = str(error)
            return {}

    def _plain(self, table: str, key: str) -> list[RawRow]:
        return rows_of(self.trial.session, table, key=key)

    def rows(self, table: str, *, key: str) -> list[RawRow]:
        """Return the rows of a table with the traces of queries, files and log."""
        rows = self._plain(table, key)
        keys = {bytes(row.values[key]) for row in rows if row.values[key] is not None}
        places = self._places(table, keys)
        for row in rows:
            if row.values[key] is None:
                continue
            row.traces |= places.get(bytes(row.values[key]), {})
            written = self.log.get(bytes(row.values[key]))
            if written is not None:
                row.traces[LOG] = written.position
        return rows

    def _places(self, table: str, keys: Collection[bytes]) -> dict[bytes, dict[str, int]]:
        try:
            files = dict(files_of(self.trial.session, table))
        except FilesUnreadable as error:
            self.missing["files"] = str(error)
            return {}
        page = POSTGRESQL_PAGE if self._is_postgresql else SQLITE_PAGE
        return raw_traces(files, keys, page=page)

    @cached_property
    def visitors_by_comment(self) -> Mapping[str, MadeUpVisitor]:
        """Everybody by the words that only they wrote."""
        return {visitor.writing.comment: visitor for visitor in self.trial.visitors}

    @cached_property
    def proofs(self) -> list[Item]:
        """Every visitor's ticket or grant; the log tells in which order they came."""
        items = {visitor.number: self._person(visitor) for visitor in self.trial.visitors}
        for kept in self.trial.kept:
            items[kept.number].traces["sealed token"] = kept.token
        for channel, (table, key) in PROOF_TABLES.items():
            rows = {bytes(row.values[key]): row for row in self.rows(table, key=key)}
            for visitor in self.trial.visitors:
                if visitor.channel is channel and visitor.proof in rows:
                    items[visitor.number].traces |= rows[visitor.proof].traces
        return list(items.values())

    def _person(self, visitor: MadeUpVisitor) -> Item:
        item = Item(visitor.number, said=visitor.number, known=self.known_of(visitor))
        item.traces = {"arrival": visitor.number, "minute": visitor.minute}
        written = self.log.get(visitor.form_key)
        if written is not None:
            # The transaction that spends a proof also records the form.
            item.traces |= {LOG: written.position, "transaction in the log": written.transaction}
        return item

    def known_of(self, visitor: MadeUpVisitor) -> dict[str, Hashable]:
        """Return what a queue system and a bystander know of a visitor."""
        city = self.trial.city
        return {
            "desk": city.desks[visitor.desk].id,
            "channel": str(visitor.channel),
            "service": city.service_ids[visitor.service],
            "officer": city.officer_ids[visitor.officer],
            "came": visitor.night,
        }

    @cached_property
    def ballots(self) -> list[Item]:
        """Every ballot with what its columns say and its owner, below zero where it is uncertain.

        A year's last residuals lose elements that some of them were not asked: such a ballot's
        owner is who alone gave its other answers.
        """
        rows = self.rows("ballot", key="token")
        owners = {visitor.sheet: visitor for visitor in self.trial.visitors}
        whole = {sheet for row in rows if (sheet := _sheet(row)) in owners}
        others = [visitor for sheet, visitor in owners.items() if sheet not in whole]
        return [
            self._answer(
                row,
                owner=owners.get(_sheet(row)) or _who_gave(_sheet(row), others),
                shown=("desk", "channel", "service"),
                number=number,
            )
            for number, row in enumerate(rows)
        ]

    @cached_property
    def comments(self) -> list[Item]:
        """Every comment with its owner and what its columns say."""
        return [
            self._answer(
                row,
                owner=self.visitors_by_comment.get(row.values["text"]),
                shown=("desk",),
                number=number,
            )
            for number, row in enumerate(self.rows("rating_comment", key="token"))
        ]

    def _answer(
        self, row: RawRow, *, owner: MadeUpVisitor | None, shown: tuple[str, ...], number: int
    ) -> Item:
        """Return a stored answer; its transaction and the night of its backup are known, too."""
        token = bytes(row.values["token"])
        written = self.log.get(token)
        known = {name: row.values.get(f"{name}_id", row.values.get(name)) for name in shown}
        known |= {
            "nulls": tuple(str(e) for e in ELEMENTS if row.values.get(str(e), 0) is None),
            "night": self.trial.nights.get(token),
            "came": owner.night if owner else None,
            "xmin": row.traces.get("xmin"),
            "log": written.transaction if written else None,
            "text": row.values.get("text"),
        }
        who = owner.number if owner else -1 - number
        return Item(who, said=who, known=known, traces=row.traces)

    @cached_property
    def parts(self) -> list[tuple[RawRow, Part]]:
        """Every sealed part that the current key opens."""
        return list(self._opened_parts())

    def _opened_parts(self) -> Iterator[tuple[RawRow, Part]]:
        opener = self.trial.current_key()
        for row in self.rows("sealed_part", key="token"):
            with suppress(CannotOpen):
                yield row, opener.open_part(row.values["ciphertext"])

    def officer_answers(self) -> list[Item]:
        """Return what waits of answers about officers; only the key tells what they are."""
        return [
            Item(
                -1,
                said=(part.officer_id, *(part.scores.get(e) for e in OFFICER_ELEMENTS)),
                known={"desk": part.desk_id, "officer": part.officer_id},
                traces=row.traces,
            )
            for row, part in self.parts
            if isinstance(part, OfficerAnswer)
        ]

    def profiles(self) -> list[Item]:
        """Return what waits of profiles; only the key tells what they are."""
        return [
            Item(-1, said=about_self(part.profile), traces=row.traces)
            for row, part in self.parts
            if isinstance(part, ProfileAnswer)
        ]

    @cached_property
    def mixed(self) -> Sequence[int]:
        """The visitors whose ballots are there, in the order in which they came."""
        return sorted(item.owner for item in self.ballots if item.owner >= 0)

    def proofs_as(
        self,
        said: Callable[[MadeUpVisitor], Hashable],
        *,
        of: Collection[int],
        with_row: Sequence[Item],
    ) -> list[Item]:
        """Return the proofs of some visitors as victims, with what is known of their rows.

        :param with_row: rows by owner; what is known of a victim's own row is granted, such as
            the batch it was mixed in, so that only the order within is left to be found.
        """
        rows = {row.owner: row.known for row in with_row}
        return [
            Item(
                proof.owner,
                said=said(self.trial.visitors[proof.owner]),
                known=proof.known | rows.get(proof.owner, {}),
                traces=proof.traces,
            )
            for proof in self.proofs
            if proof.owner in of
        ]


# Texts about a complaint; the first bytes of each are random, and tell it from all others.
TEXTS = ("complaint_message", "complaint_appeal")
MARK_BYTES = 24


def mark_of(row: RawRow) -> bytes:
    """Return by which bytes an encrypted text is found in the log."""
    return bytes(row.values["text"])[:MARK_BYTES]


LOGGED: Mapping[str, str] = {
    "ballot": "token",
    "rating_comment": "token",
    "sealed_part": "token",
    "accepted_submission": "key_hash",
    "complaint": "code_hash",
    "peer_box": "token",
}


def _sheet(row: RawRow) -> tuple[int | None, ...]:
    return tuple(row.values[str(element)] for element in ELEMENTS)


def _who_gave(
    sheet: tuple[int | None, ...], visitors: Sequence[MadeUpVisitor]
) -> MadeUpVisitor | None:
    """Return the only one of ``visitors`` whose answers agree with those that a ballot kept."""
    found = [
        visitor
        for visitor in visitors
        if all(kept in {None, said} for kept, said in zip(sheet, visitor.sheet, strict=True))
    ]
    return found[0] if len(found) == 1 else None


def about_self(profile: Mapping[str, Any]) -> Hashable:
    """Return a profile as something that can be compared."""
    return tuple(sorted(profile.items()))
