"""A rule set as the text under which it is kept, and back: exact, readable, one key a rule."""

import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import fields, is_dataclass, replace
from decimal import Decimal
from fractions import Fraction
from functools import lru_cache, partial
from typing import Any

from portal.evaluation.rules.behaviour import WeightsNotAllowed
from portal.evaluation.rules.levels import CutsOutOfOrder
from portal.evaluation.rules.rule_set import RuleOrigin, RuleSet, stated_rules
from portal.evaluation.rules.terms import LEAST_YEARS_KEPT

LARGEST = 10_000
# What protects people may be made stricter than it comes, never weaker.
STRICTEST_ONLY = ("citizens.", "signals.least_")
DAYS = ("days.", "objection.")
YEARS = "keeping."
Value = bool | int | Fraction
# Reads a value of one rule, by its key.
Reads = Callable[..., Value]


class RuleImpossible(ValueError):
    """A value that a rule cannot have, or values that contradict each other.

    :ivar key: of the rule; empty for a contradiction.
    """

    def __init__(self, key: str) -> None:
        super().__init__(key or "the rules contradict each other")
        self.key = key


def frozen_text(rules: RuleSet) -> str:
    """Return the one text of a rule set; the same rules always have the same one."""
    return json.dumps({key: _written(value) for key, value in flat(rules)}, sort_keys=True)


@lru_cache(maxsize=16)
def thawed(text: str) -> RuleSet:
    """Return the rule set of a text; a rule added since has the value it has by default.

    What was frozen stays readable: the least that a city may adopt today does not matter.

    :raises RuleImpossible: for a text that was never a rule set.
    """
    values = {key: str(value) for key, value in json.loads(text).items()}
    return _with(RuleSet(), values, is_frozen=True)


def with_values(rules: RuleSet, values: Mapping[str, str]) -> RuleSet:
    """Return the rules with other values, written as people write them.

    :param values: by the rule's dotted key; a comma is a decimal point, ``1/3`` a fraction.
    :raises RuleImpossible: for a value that a rule cannot have, or for a contradiction.
    """
    return _with(rules, values, is_frozen=False)


def _with(rules: RuleSet, values: Mapping[str, str], *, is_frozen: bool) -> RuleSet:
    reads = partial(_read, is_frozen=is_frozen)
    try:
        changed: RuleSet = _rebuilt(rules, "", values=values, reads=reads)
    except (CutsOutOfOrder, WeightsNotAllowed) as error:
        raise RuleImpossible("") from error
    return changed


def is_possible(key: str, text: str) -> bool:
    """Return whether a rule may have a value, whatever the others are."""
    try:
        _read(key, text, like=_BY_DEFAULT[key])
    except RuleImpossible:
        return False
    return True


def settable(rules: RuleSet) -> dict[str, Value]:
    """Return the rules that a city decides about, in their order, with their values."""
    local = {rule.key for rule in stated_rules(rules) if rule.origin is RuleOrigin.LOCAL}
    return {key: value for key, value in flat(rules) if key in local}


def flat(part: Any, prefix: str = "") -> Iterator[tuple[str, Value]]:
    """Return every single rule of a set with its dotted key."""
    for name, value in _members(part):
        key = f"{prefix}{name}"
        if _has_members(value):
            yield from flat(value, f"{key}.")
        else:
            yield key, value


def _has_members(value: Any) -> bool:
    return is_dataclass(value) or isinstance(value, Mapping)


def _members(part: Any) -> Iterator[tuple[str, Any]]:
    if isinstance(part, Mapping):
        yield from ((str(key), value) for key, value in part.items())
    else:
        yield from ((each.name, getattr(part, each.name)) for each in fields(part))


def _rebuilt(part: Any, prefix: str, *, values: Mapping[str, str], reads: Reads) -> Any:
    changed = {}
    for name, value in _members(part):
        key = f"{prefix}{name}"
        if _has_members(value):
            changed[name] = _rebuilt(value, f"{key}.", values=values, reads=reads)
        else:
            changed[name] = reads(key, values[key], like=value) if key in values else value
    if isinstance(part, Mapping):
        return {key: changed[str(key)] for key in part}
    return replace(part, **changed)


def _written(value: Value) -> str:
    return str(value)


def _read(key: str, text: str, *, like: Value, is_frozen: bool = False) -> Value:
    """Return a value of the same kind as ``like``."""
    plain = text.strip().replace(",", ".")
    if isinstance(like, bool):
        if plain not in {"True", "False"}:
            raise RuleImpossible(key)
        return plain == "True"
    try:
        number = Fraction(plain)
    except (ValueError, ZeroDivisionError) as error:
        raise RuleImpossible(key) from error
    if not is_frozen and not _least(key) <= number <= LARGEST:
        raise RuleImpossible(key)
    if isinstance(like, int):
        if number.denominator != 1:
            raise RuleImpossible(key)
        return int(number)
    return number


def _least(key: str) -> Value:
    if key.startswith(STRICTEST_ONLY):
        return _BY_DEFAULT[key]
    if key.startswith(YEARS):
        return LEAST_YEARS_KEPT
    is_counted = key.startswith("signals.") and isinstance(_BY_DEFAULT[key], int)
    return 1 if key.startswith(DAYS) or is_counted else 0


def shown(value: Value) -> str:
    """Return a value as a form shows it: a decimal where it has one, else the fraction."""
    if isinstance(value, bool) or not isinstance(value, Fraction):
        return str(value)
    decimal = Decimal(value.numerator) / Decimal(value.denominator)
    text = f"{decimal.normalize():f}"
    return text.replace(".", ",") if Fraction(text) == value else str(value)


_BY_DEFAULT = dict(flat(RuleSet()))
