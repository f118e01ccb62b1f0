"""Signs in how forms were filled in: copied reasons, a rush, only the last quarter's notes."""

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta

from portal.evaluation.rules.signal_rules import SIGNAL_RULES, SignalRules


def is_recent_only(days: Sequence[date], *, starts_on: date, last_period: date) -> bool:
    """Return whether all notes and evidence of a year lie in its last period.

    :param days: of notes and evidence; without any there is no sign.
    :param starts_on: first day of the plan; one that began in the last period has none either.
    :param last_period: first day of the last period.
    """
    return bool(days) and starts_on < last_period and min(days) >= last_period


def copied_to(
    texts: Mapping[int, Sequence[str]], *, rules: SignalRules = SIGNAL_RULES
) -> tuple[int, ...]:
    """Return the people for whom a reason stands that three people or more have word for word.

    Capitals, blanks and punctuation make no difference; reasons of fewer than 20 letters and
    digits are no copy.

    :param texts: an appraiser's reasons and examples, by person.
    :returns: lowest number first; empty without a copy.
    """
    plain = {person: {_plain(text) for text in said} for person, said in texts.items()}
    counted = Counter(text for said in plain.values() for text in said)
    copies = {
        text
        for text, n in counted.items()
        if n >= rules.least_alike and _is_long(text, rules=rules)
    }
    return tuple(sorted(person for person, said in plain.items() if said & copies))


def _plain(text: str) -> str:
    return " ".join("".join(c if c.isalnum() else " " for c in text.casefold()).split())


def _is_long(text: str, *, rules: SignalRules) -> bool:
    return len(text.replace(" ", "")) >= rules.copy_letters


def is_in_a_rush(moments: Sequence[datetime], *, rules: SignalRules = SIGNAL_RULES) -> bool:
    """Return whether three first ratings, one after the other, were set within two minutes.

    :param moments: when an appraiser set the first rating of each person, in any order.
    """
    ordered = sorted(moments)
    spans = zip(ordered, ordered[rules.least_alike - 1 :], strict=False)
    shortest = timedelta(minutes=rules.rush_minutes)
    return any(last - first < shortest for first, last in spans)
