"""Texts about people are destroyed when the city's term is over; states, levels and days stay."""

from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

import pytest
from sqlalchemy import select, update
from sqlalchemy.orm import InstrumentedAttribute, Session

from portal.evaluation.appraisals.yearly_models import (
    YearlyEvaluation,
    YearlyEvent,
    YearlyRating,
    YearlyStep,
)
from portal.evaluation.cycles import decisions
from portal.evaluation.cycles.models import CycleException
from portal.evaluation.development.models import FigureRow, ProgrammeRow
from portal.evaluation.forgetting.domain import LAST_DAYS, MATTERS
from portal.evaluation.forgetting.service import forget_texts
from portal.evaluation.good_cases.models import GoodCaseRow
from portal.evaluation.objections.night_service import forget_results
from portal.evaluation.plans.domain import Plan
from portal.evaluation.plans.models import PlanEvent
from portal.evaluation.rules.rule_set import RuleSet
from portal.evaluation.rules.states import ObjectionState, PlanState, ProgrammeState, YearlyState
from portal.evaluation.rules.terms import KeepingRules
from portal.storage.database import Base
from portal.storage.texts.columns import DESTROYED, text_columns
from portal.storage.texts.key_file import TextUnreadable
from tests.factories import objections as made
from tests.factories import programmes, years
from tests.factories.plans import PlanScene, make_plan

# Five years after the cycle of 2026.
LAST_KEPT, FIRST_GONE = date(2031, 12, 31), date(2032, 1, 1)


def texts_left(session: Session) -> dict[str, int]:
    """Return how many texts of each table can still be opened."""
    session.expire_all()
    left: dict[str, int] = {}
    for each in text_columns():
        table = each.text.table
        if table.name in MATTERS:
            there = select(each.text).where(each.text.is_not(None), each.text != DESTROYED)
            left[table.name] = left.get(table.name, 0) + len(session.scalars(there).all())
    return {name: count for name, count in left.items() if count}


def write(session: Session, *columns: InstrumentedAttribute[Any]) -> None:
    """Let every row have a text there, as a change of the key of texts writes one."""
    for each in columns:
        session.execute(update(each.class_).values({each: years.VAULT.lock("Sebuah teks.")}))
    session.commit()


def test_texts_of_a_year_go_with_its_document_and_levels_stay(
    session: Session, scene: PlanScene, plan: Plan
) -> None:
    made.make_objection(session, scene, plan, state=ObjectionState.CLOSED)
    write(session, YearlyRating.result_reason, YearlyStep.example)
    write(session, YearlyEvent.reason, PlanEvent.reason)
    before = texts_left(session)
    assert {"plan_event", "yearly_event", "yearly_rating", "yearly_step"} <= set(before)

    assert forget_texts(session, today=LAST_KEPT) == 0
    # The document is read as long as its key is there, and so are the texts it is made of.
    assert forget_texts(session, today=FIRST_GONE) == 0
    assert texts_left(session) == before
    forget_results(session, today=FIRST_GONE)
    assert forget_texts(session, today=FIRST_GONE) == sum(before.values())

    assert texts_left(session) == {}
    assert forget_texts(session, today=FIRST_GONE) == 0
    year = session.scalars(select(YearlyEvaluation)).one()
    assert (year.state, year.predicate) == (YearlyState.FINAL, "good")
    assert set(session.scalars(select(YearlyRating.result_level))) == {"meets"}
    assert set(session.scalars(select(YearlyRating.result_reason))) == {DESTROYED}
    assert set(session.scalars(select(YearlyStep.step))) == {3}


def test_a_year_of_somebody_who_never_got_a_result_goes_too(
    session: Session, scene: PlanScene
) -> None:
    plan = make_plan(session, scene, state=PlanState.RUNNING)
    years.make_year(session, scene, plan, state=YearlyState.RATED)
    reason = years.VAULT.lock("Meninggal dunia sebelum dinilai.")
    session.add(
        CycleException(
            cycle_id=plan.cycle_id,
            person_id=scene.person,
            kind="other",
            reason=reason,
            decided_by="Kantor",
            decided_at=datetime(2027, 1, 12, 3, tzinfo=UTC),
        )
    )
    session.commit()

    forget_texts(session, today=FIRST_GONE)

    assert texts_left(session) == {}
    assert session.scalars(select(CycleException.reason)).one() == DESTROYED


def test_a_programme_is_kept_five_years_after_its_last_day(
    session: Session, scene: PlanScene
) -> None:
    programmes.make_programme(session, scene, state=ProgrammeState.CLOSED)
    write(session, FigureRow.source)
    last = session.scalars(select(ProgrammeRow.reviewed_on)).one()
    assert last == date(2026, 3, 31)

    assert forget_texts(session, today=date(2031, 3, 31)) == 0
    assert forget_texts(session, today=date(2031, 4, 1)) > 0

    assert texts_left(session) == {}
    assert session.scalars(select(ProgrammeRow)).one().state == ProgrammeState.CLOSED


def test_the_city_sets_the_term_and_a_cycle_keeps_its_own(
    session: Session, scene: PlanScene
) -> None:
    plan = make_plan(session, scene, state=PlanState.RUNNING)
    years.make_year(session, scene, plan, state=YearlyState.RATED)
    programmes.make_programme(session, scene, state=ProgrammeState.REVIEWED)
    rules = replace(RuleSet(), keeping=KeepingRules(result=2, development=2))
    command = decisions.AdoptRules(rules, reason="percobaan", adopted_by="Kantor Kinerja")
    decisions.adopt_rules(session, command, now=datetime(2028, 1, 1, tzinfo=UTC))

    assert forget_texts(session, today=date(2029, 6, 1)) > 0

    left = texts_left(session)
    assert "yearly_evaluation" in left
    assert not {"improvement_programme", "programme_goal"} & set(left)


def test_a_good_case_stays_while_it_is_published(session: Session, scene: PlanScene) -> None:
    texts = {each: years.VAULT.lock("Teks.") for each in ("title", "problem", "done", "changed")}
    who = {"person_id": scene.person, "written_by": scene.superior, "agency_id": scene.agency_id}
    case = GoodCaseRow(**who, **texts, state="proposed", revision=1, made_on=date(2026, 1, 12))
    session.add(case)
    session.commit()
    case.state = "consented"
    session.flush()
    case.state, case.published_on, case.names_agency = "published", date(2026, 2, 2), True
    session.commit()

    assert forget_texts(session, today=FIRST_GONE) == 0
    session.get_one(GoodCaseRow, case.id).state = "withdrawn"
    session.commit()
    assert forget_texts(session, today=FIRST_GONE) == len(texts)


def test_every_way_leads_to_its_matter() -> None:
    """Each step is a foreign key, and the last one arrives at the table that has the day."""
    for name, matter in MATTERS.items():
        table = Base.metadata.tables[name]
        for column in matter.way:
            targets = {key.column.table.name: key.column for key in table.c[column].foreign_keys}
            assert targets, (name, column)
            table = next(iter(targets.values())).table
        assert table.name == matter.table, name
    for name, days in LAST_DAYS.items():
        assert set(days) <= set(Base.metadata.tables[name].c.keys())
        assert not Base.metadata.tables[name].c[days[-1]].nullable or len(days) == 1


def test_a_destroyed_text_opens_as_nothing_and_a_changed_one_still_not_at_all() -> None:
    assert years.VAULT.unlock(DESTROYED) == ""
    for other in (b"", b"\x01", DESTROYED * 2):
        with pytest.raises(TextUnreadable):
            years.VAULT.unlock(other)
