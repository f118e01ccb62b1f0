"""Why a change of people is refused; each error names the fact."""

from collections.abc import Sequence

from portal.organisation.people.reporting_lines import LineFault


class ChangeRefused(ValueError):
    """A change cannot be entered or confirmed."""


class PersonUnknown(ChangeRefused):
    """There is no person with this internal number."""


class OwnRecord(ChangeRefused):
    """Nobody enters or confirms a change of the own record."""


class HandTooClose(ChangeRefused):
    """Nobody changes the record of somebody close, or of the own superior."""


class SameHand(ChangeRefused):
    """Who entered a change does not confirm it."""


class EndsBeforeItBegins(ChangeRefused):
    """The last day lies before the first."""


class AlreadyEvaluated(ChangeRefused):
    """The person was evaluated for one of these days."""


class LinesRefused(ChangeRefused):
    """The lines would have a circle, an overlap or somebody above themself."""

    def __init__(self, faults: Sequence[LineFault]) -> None:
        super().__init__(f"{len(faults)} faults")
        self.faults = tuple(faults)


class AlreadyDecided(ChangeRefused):
    """The change was decided by now, or there is none."""


class AccountTied(ChangeRefused):
    """The account or the person is tied already, or there is no such account."""


class RelationUnknown(ChangeRefused):
    """There is no declared relation of this person with this number."""


class NamedThemself(ChangeRefused):
    """Nobody is the own adviser or substitute."""


class LinesTooClose(ChangeRefused):
    """The two declared that they are close, or one reports to the other."""


class LotStands(ChangeRefused):
    """Who was drawn by lot stays, or somebody can be drawn; nobody is chosen instead."""


class DoubtOpen(ValueError):
    """The person said so already, and it is not settled."""


class DoubtUnknown(LookupError):
    """There is no open doubt with this number."""
