"""The rows an insider wants to tie to a citizen, and what would prove that a tie is right."""

from collections.abc import Callable, Hashable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

from portal.rating.domain.parts import OfficerAnswer, Part, ProfileAnswer
from portal.rating.privacy.citizens import NIGHTS, Citizen
from portal.rating.privacy.traces import TracedRow, traced_rows
from portal.rating.privacy.trial import Trial
from portal.rating.sealing import CannotOpen
from portal.survey.elements import ELEMENTS, OFFICER_ELEMENTS

DATABASE = "database alone"
WITH_KEY = "database with the current key"
Saying = Callable[[Citizen], Hashable]


@dataclass(frozen=True, slots=True)
class StoredAnswer:
    """A row: the group an insider sees it in, what it holds, and what orders it."""

    group: Hashable
    content: Hashable
    traces: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Target:
    """A kind of row with the citizens who each own one of them.

    ``group`` tells where an insider would look for a citizen's row, ``said`` what it holds.
    """

    name: str
    knowledge: str
    rows: Sequence[StoredAnswer]
    citizens: Sequence[Citizen]
    group: Saying
    said: Saying


def targets(trial: Trial) -> Iterator[Target]:
    """Give ballots, comments, and the sealed officer answers and profiles of the last night.

    Parts of earlier nights were counted, or sealed again together with all others.
    """
    mixed = [citizen for citizen in trial.citizens if citizen.number in trial.crowds]
    last = [citizen for citizen in mixed if trial.crowds[citizen.number][0] == NIGHTS - 1]
    yield _of_table(trial, "ballot", name="ballot", citizens=mixed, said=_sheet)
    yield _of_table(trial, "rating_comment", name="comment", citizens=mixed, said=_words)
    parts = list(_opened_parts(trial))
    for knowledge in (DATABASE, WITH_KEY):
        yield _of_officers(trial, parts, citizens=last, knowledge=knowledge)
        yield _of_profiles(parts, citizens=last, knowledge=knowledge)


def _opened_parts(trial: Trial) -> Iterator[tuple[TracedRow, Part]]:
    for row in traced_rows(trial.session, "sealed_part"):
        with suppress(CannotOpen):
            yield row, trial.opener.open_part(row.values["ciphertext"])


def _of_table(
    trial: Trial, table: str, *, name: str, citizens: Sequence[Citizen], said: Saying
) -> Target:
    """Give rows that show desk and channel to everybody."""
    return Target(
        name=name,
        knowledge=DATABASE,
        rows=[
            StoredAnswer(
                group=(row.values["desk_id"], row.values["channel"]),
                content=row.values.get("text") or _levels(row),
                traces=row.traces,
            )
            for row in traced_rows(trial.session, table)
        ],
        citizens=citizens,
        group=lambda citizen: (trial.desk_ids[citizen.desk], str(citizen.channel)),
        said=said,
    )


def _of_officers(
    trial: Trial,
    parts: Sequence[tuple[TracedRow, Part]],
    *,
    citizens: Sequence[Citizen],
    knowledge: str,
) -> Target:
    """Give the answers on officers; the key tells at which desk."""
    is_open = knowledge == WITH_KEY
    return Target(
        name="officer answer",
        knowledge=knowledge,
        rows=[
            StoredAnswer(
                group=is_open and part.desk_id, content=_on_officer(part), traces=row.traces
            )
            for row, part in parts
            if isinstance(part, OfficerAnswer)
        ],
        citizens=citizens,
        group=lambda citizen: is_open and trial.desk_ids[citizen.desk],
        said=lambda citizen: (
            trial.officer_ids[citizen.officer],
            *(citizen.scores[element] for element in OFFICER_ELEMENTS),
        ),
    )


def _of_profiles(
    parts: Sequence[tuple[TracedRow, Part]], *, citizens: Sequence[Citizen], knowledge: str
) -> Target:
    """Give the profiles of the last night; the key tells nothing but the agency."""
    tonight = {_about_self(citizen.profile) for citizen in citizens}
    return Target(
        name="profile",
        knowledge=knowledge,
        rows=[
            StoredAnswer(group=None, content=_about_self(part.profile), traces=row.traces)
            for row, part in parts
            if isinstance(part, ProfileAnswer) and _about_self(part.profile) in tonight
        ],
        citizens=citizens,
        group=lambda _: None,
        said=lambda citizen: _about_self(citizen.profile),
    )


def _levels(row: TracedRow) -> Hashable:
    return tuple(row.values[str(element)] for element in ELEMENTS)


def _sheet(citizen: Citizen) -> Hashable:
    return tuple(citizen.scores[element] for element in ELEMENTS)


def _words(citizen: Citizen) -> Hashable:
    return citizen.comment


def _on_officer(part: OfficerAnswer) -> Hashable:
    return (part.officer_id, *(part.scores[element] for element in OFFICER_ELEMENTS))


def _about_self(profile: Mapping[str, str]) -> Hashable:
    return tuple(sorted(profile.items()))
