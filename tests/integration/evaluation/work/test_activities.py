"""Activities go only where the table says, in code and database; a key enters once."""

from dataclasses import replace
from datetime import date

import pytest
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from portal.evaluation.rules.machines import ACTIVITY, transitions_of
from portal.evaluation.rules.states import ActivityState, PlanState, TransitionRefused
from portal.evaluation.work import queries, service
from portal.evaluation.work.domain import ActivityPurpose, DayFault, Purpose
from tests.factories import work as made
from tests.factories.plans import make_plan, make_plan_scene
from tests.refusals import is_refused

ALLOWED = set(transitions_of(ACTIVITY))


@pytest.mark.parametrize("state", ActivityState)
def test_each_state_is_reached_by_what_the_two_sides_do(
    session: Session, state: ActivityState
) -> None:
    scene = make_plan_scene(session)

    assert made.make_activity(session, scene, state=state).state is state


@pytest.mark.parametrize("old", ActivityState)
def test_every_change_that_is_not_listed_is_refused_by_code_and_database(
    session: Session, old: ActivityState
) -> None:
    activity = made.make_activity(session, make_plan_scene(session), state=old)
    change = text("UPDATE activity SET state = :new, sent_on = :day, decided_by = 2 WHERE id = 1")
    listed = {new for before, new in ALLOWED if before is old}
    unlisted = set(ActivityState) - listed - {old}
    for new in listed:
        assert session.execute(change, {"new": new, "day": "2026-01-12"}).rowcount == 1
        session.rollback()
    for new in unlisted:
        row = queries.locked_activity(session, activity.id)
        assert row is not None
        act = {"person_id": activity.person_id, "now": made.NOW, "reason": made.REASON}
        with pytest.raises(TransitionRefused):
            service.note_activity(session, row, to=new, **act)
        session.rollback()

    plain = "UPDATE activity SET state = :new WHERE id = 1"
    assert [new for new in unlisted if not is_refused(session, plain, new=new)] == []


def test_a_row_begins_as_a_draft(session: Session) -> None:
    scene = make_plan_scene(session)
    with pytest.raises(IntegrityError):
        session.execute(
            text(
                "INSERT INTO activity (person_id, entry_key, done_on, text, purpose, unit, link, "
                "state, revision, entered_at, sent_on) VALUES (:person, 'k', '2026-01-12', 'x', "
                "'later', '', '', 'sent', 1, '2026-01-12', '2026-01-12')"
            ),
            {"person": scene.person},
        )


def test_the_same_form_sent_twice_enters_one_activity(session: Session) -> None:
    scene = make_plan_scene(session)

    first = made.enter(session, scene.person, text="Verifikasi")
    again = made.enter(session, scene.person, text="Verifikasi")

    assert again == first
    assert queries.activities_of(session, scene.person, number=1).total == 1
    assert made.enter(session, scene.stranger, text="kunci yang sama") != first


def test_a_form_that_comes_again_after_its_day_closed_is_what_it_entered(
    session: Session,
) -> None:
    scene = make_plan_scene(session)
    command = service.EnterActivity(
        scene.person, "k", made.fields(), is_sent=True, now=made.NOW, today=made.TODAY
    )
    first = service.enter_activity(session, command, day_fault=lambda _: None)

    assert service.enter_activity(session, command, day_fault=lambda _: DayFault.AHEAD) == first


@pytest.mark.parametrize("fault", DayFault)
def test_a_day_that_is_not_open_is_refused_and_nothing_is_kept(
    session: Session, fault: DayFault
) -> None:
    scene = make_plan_scene(session)
    command = service.EnterActivity(
        scene.person, "k", made.fields(), is_sent=True, now=made.NOW, today=made.TODAY
    )

    with pytest.raises(service.DayNotOpen) as refused:
        service.enter_activity(session, command, day_fault=lambda _: fault)

    assert refused.value.fault is fault
    assert queries.activities_of(session, scene.person, number=1).total == 0


@pytest.mark.parametrize("to", [ActivityState.RETURNED, ActivityState.REJECTED])
def test_nothing_is_returned_or_rejected_without_a_reason(
    session: Session, to: ActivityState
) -> None:
    scene = make_plan_scene(session)
    activity = made.make_activity(session, scene, state=ActivityState.SENT)

    with pytest.raises(TransitionRefused):
        made.decide(session, scene, activity, to=to, reason=None)

    assert made.held(session, activity.id).state is ActivityState.SENT


def test_what_was_returned_is_mended_on_its_day_however_late(session: Session) -> None:
    scene = make_plan_scene(session)
    activity = made.make_activity(session, scene, state=ActivityState.RETURNED)

    service.mend_activity(
        session,
        made.edit(activity),
        fields=made.fields(text="Verifikasi 34 berkas, 2 dikembalikan"),
        is_sent=True,
        day_fault=lambda _: DayFault.CLOSED,
    )

    mended = made.held(session, activity.id)
    assert (mended.state, mended.decided_by) == (ActivityState.SENT, None)
    other = replace(made.edit(mended), revision=mended.revision)
    made.decide(session, scene, mended, to=ActivityState.RETURNED)
    with pytest.raises(service.DayNotOpen):
        service.mend_activity(
            session,
            replace(other, revision=mended.revision + 1),
            fields=made.fields(done_on=date(2026, 1, 2)),
            is_sent=True,
            day_fault=lambda _: DayFault.CLOSED,
        )


def test_a_draft_that_came_too_late_is_not_sent(session: Session) -> None:
    activity = made.make_activity(session, make_plan_scene(session), state=ActivityState.DRAFT)

    with pytest.raises(service.DayNotOpen):
        service.mend_activity(
            session,
            made.edit(activity),
            fields=made.fields(),
            is_sent=True,
            day_fault=lambda _: DayFault.CLOSED,
        )

    assert made.held(session, activity.id).state is ActivityState.DRAFT


def test_of_two_tabs_one_wins_and_the_other_is_told(session: Session) -> None:
    activity = made.make_activity(session, make_plan_scene(session), state=ActivityState.DRAFT)
    edit = made.edit(activity)
    service.mend_activity(
        session, edit, fields=made.fields(text="satu"), is_sent=False, day_fault=made.any_day
    )

    with pytest.raises(service.ActivityChanged):
        service.mend_activity(
            session, edit, fields=made.fields(text="dua"), is_sent=True, day_fault=made.any_day
        )

    assert made.held(session, activity.id).fields.text == "satu"


def test_many_are_accepted_at_once_and_what_changed_or_is_not_theirs_stays(
    session: Session,
) -> None:
    scene = make_plan_scene(session)
    ids = [made.enter(session, scene.person, number=n, text=f"{n}") for n in (1, 2, 3)]
    foreign = made.enter(session, scene.stranger, text="orang lain")
    own = made.enter(session, scene.superior, text="sendiri")
    shown = dict.fromkeys([*ids, foreign, own], made.held(session, ids[0]).revision)
    shown[ids[2]] = 9
    about = {scene.person, scene.superior}

    done = service.decide(
        session,
        service.Decision(shown, about, scene.superior, made.NOW),
        to=ActivityState.ACCEPTED,
    )

    assert done == tuple(ids[:2])
    states = {each: made.held(session, each).state for each in shown}
    assert {each for each, state in states.items() if state is ActivityState.SENT} == {
        ids[2],
        foreign,
        own,
    }


def test_an_activity_without_a_plan_is_linked_once_there_is_one(session: Session) -> None:
    scene = make_plan_scene(session)
    activity = made.make_activity(session, scene, state=ActivityState.ACCEPTED)
    plan = make_plan(session, scene, state=PlanState.RUNNING)
    served = ActivityPurpose(Purpose.RESULT, plan.id, 1)

    service.link_activity(session, made.edit(activity), served=served)

    linked = made.held(session, activity.id)
    assert (linked.fields.served, linked.state) == (served, ActivityState.ACCEPTED)
    with pytest.raises(service.NoSuchActivity):
        service.link_activity(
            session, made.edit(linked), served=ActivityPurpose(Purpose.OTHER_DUTY)
        )
    with pytest.raises(IntegrityError):
        session.execute(
            text("UPDATE activity SET purpose = 'later', plan_id = NULL, result_key = NULL")
        )


FORBIDDEN = {
    ActivityState.SENT: ("text = 'lain'", "decided_by = 1", "sent_on = NULL"),
    ActivityState.ACCEPTED: ("done_on = '2026-01-01'", "decided_by = 3"),
    ActivityState.REJECTED: ("sent_on = '2026-01-01'",),
    ActivityState.DRAFT: (
        "person_id = 2",
        "entry_key = 'x'",
        "link = 'http://x'",
        "text = ''",
        "amount = -1",
        "quarter_hours = 97",
        "purpose = 'result'",
    ),
}


@pytest.mark.parametrize("state", FORBIDDEN)
def test_the_database_refuses_what_the_rules_forbid(session: Session, state: ActivityState) -> None:
    made.make_activity(session, make_plan_scene(session), state=state)

    refused = {
        change: is_refused(session, f"UPDATE activity SET {change} WHERE id = 1")
        for change in FORBIDDEN[state]
    }
    assert refused == dict.fromkeys(refused, True)


def test_nobody_serves_somebody_elses_plan(session: Session) -> None:
    scene = make_plan_scene(session)
    plan = make_plan(session, scene, state=PlanState.RUNNING)

    with pytest.raises(IntegrityError):
        made.enter(session, scene.stranger, served=ActivityPurpose(Purpose.RESULT, plan.id, 1))


def test_a_draft_is_thrown_away_and_what_was_sent_is_kept(session: Session) -> None:
    scene = make_plan_scene(session)
    draft = made.held(session, made.enter(session, scene.person, is_sent=False))
    sent = made.held(session, made.enter(session, scene.person, number=2))

    service.remove_draft(session, made.edit(draft))
    with pytest.raises(service.NoSuchActivity):
        service.remove_draft(session, made.edit(sent))

    assert queries.activity_with(session, draft.id) is None
    for table in ("activity_event", "activity"):
        with pytest.raises(IntegrityError):
            session.execute(text(f"DELETE FROM {table}"))
        session.rollback()
    with pytest.raises(IntegrityError):
        session.execute(text("UPDATE activity_event SET new = 'accepted'"))
