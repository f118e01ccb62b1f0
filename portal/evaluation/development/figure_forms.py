"""Figures of goals in a form: one that a realisation gave stands; the others are told."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import StringField
from wtforms.validators import Length

from portal.evaluation.development.domain import Goal
from portal.evaluation.development.forms import check_cases, whole
from portal.evaluation.development.measuring_queries import Fact
from portal.evaluation.development.writing import FigureTold
from portal.evaluation.plans.forms import NEEDED, TOO_LONG, NumberField, RevisionForm
from portal.evaluation.rules.programmes import Measured
from portal.storage.texts.cleaning import plain

Facts = Mapping[int, Fact]
LINE = 300
PARTS = ("value", "cases", "source")


def with_figures(
    base: type[RevisionForm], goals: Sequence[Goal], *, facts: Facts, said: Callable[[bytes], str]
) -> Any:
    """Return a form of ``base`` that also asks for a figure of every goal.

    :param facts: verified figures, by goal: of these only the number of cases is asked.
    """
    fields: dict[str, Any] = {}
    for each in goals:
        name = said(each.weak_point)[:60]
        if each.id not in facts:
            fields[f"value_{each.id}"] = NumberField(
                _l("Angka: %(goal)s", goal=name), description=each.unit
            )
            fields[f"source_{each.id}"] = StringField(
                _l("Sumber angka: %(goal)s", goal=name),
                [Length(max=LINE, message=TOO_LONG)],
                filters=[plain],
                description=_l("Register atau laporan mana, tanggal berapa."),
            )
        fields[f"cases_{each.id}"] = NumberField(
            _l("Dihitung dari berapa kasus: %(goal)s", goal=name),
            description=_l("Untuk persen. Boleh kosong."),
        )
    return type(f"Figures{base.__name__}", (base,), fields)()


def are_sound(form: Any, goals: Sequence[Goal], *, facts: Facts, are_needed: bool) -> bool:
    """Return whether every told figure has its source; else the fields say what is missing.

    :param are_needed: whether a figure of every goal has to be told.
    """
    for each in goals:
        check_cases(form[f"cases_{each.id}"])
        if each.id in facts:
            continue
        value, source = form[f"value_{each.id}"], form[f"source_{each.id}"]
        if value.value is None and are_needed:
            value.errors = [NEEDED]
        if value.value is not None and not source.data:
            source.errors = [NEEDED]
    return not any(field.errors for field in form)


def told_figures(
    form: Any, goals: Sequence[Goal], *, facts: Facts, lock: Callable[[str], bytes]
) -> Mapping[int, FigureTold]:
    """Return the figures of a sound form by goal; of goals without one nothing."""
    found = {}
    for each in goals:
        cases, fact = whole(form[f"cases_{each.id}"]), facts.get(each.id)
        if fact is not None:
            measured = Measured(fact.value, cases)
            found[each.id] = FigureTold(measured, None, fact.realisation_id)
        elif form[f"value_{each.id}"].value is not None:
            measured = Measured(form[f"value_{each.id}"].value, cases)
            found[each.id] = FigureTold(measured, lock(form[f"source_{each.id}"].data))
    return found
