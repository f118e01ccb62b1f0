"""The nightly task that reminds people of what they did not report: silence alone never counts."""

from sqlalchemy.orm import Session

from portal.accounts.staff.list_queries import officers_with_account
from portal.evaluation.cycles.queries import cycles, deadlines
from portal.evaluation.plans.queries import plans_of_cycle
from portal.evaluation.realisations.queries import periods_reported, silence_of
from portal.evaluation.realisations.realised import places_of
from portal.evaluation.realisations.silence_service import keep_reminders
from portal.evaluation.work.blueprint import work_days

# People whose plans are read at once.
AT_ONCE = 200


def remind_of_silence(session: Session) -> int:
    """Note of what people are reminded today because they did not report it in time; commits.

    The first screen shows it and the daily mail of the same night counts it. Somebody is reminded
    on two days on which they are at work. Who has no account is reminded of nothing, so nothing of
    theirs ever counts as not reported. A second run on a day notes nothing more.

    :returns: of how many indicators people are reminded; none on days off.
    """
    days = work_days()
    if not days.is_working_day(days.today):
        return 0
    people, count = sorted(officers_with_account(session)), 0
    for cycle in cycles(session):
        numbers = periods_reported(cycle, deadlines(session, cycle.id), days=work_days(cycle))
        for first in range(0, len(people) if numbers else 0, AT_ONCE):
            some = people[first : first + AT_ONCE]
            found = plans_of_cycle(session, cycle.id, person_ids=some)
            plans = [each for own in found.values() for each in own if not each.is_concluded]
            silence = silence_of(
                session, [each.id for each in plans], person_ids=some, days=work_days(cycle)
            )
            places = [each for plan in plans for each in places_of(plan, cycle, numbers=numbers)]
            due = [each for each in places if silence.is_due(each)]
            count += keep_reminders(session, due, on=days.today)
    return count
