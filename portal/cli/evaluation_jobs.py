"""The nightly work on the evaluation of staff."""

from datetime import datetime
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from portal.evaluation.awards.housekeeping import forget_nominations
from portal.evaluation.forgetting.service import forget_texts
from portal.evaluation.insight.housekeeping import forget_meetings
from portal.evaluation.monitoring.digest_sending import send_digests
from portal.evaluation.monitoring.housekeeping import forget_talk
from portal.evaluation.objections.afterwards_queries import objection_pairs
from portal.evaluation.objections.file_service import forget_cases, give_cases_keys
from portal.evaluation.objections.night_service import look_after_results_and_objections
from portal.evaluation.openness.publishing import publish_counted_years
from portal.evaluation.papers.service import forget_papers
from portal.evaluation.peer_feedback.key_holding import colleagues_store
from portal.evaluation.peer_feedback.round_run import run_rounds
from portal.evaluation.plans.queries import plans_ended_before
from portal.evaluation.plans.service import run_due_plans
from portal.evaluation.realisations.file_service import forget_files
from portal.evaluation.realisations.silence_tasks import remind_of_silence
from portal.evaluation.training.housekeeping import forget_trainings
from portal.evaluation.work.housekeeping import first_kept_day, forget_activities
from portal.settings import Settings
from portal.storage.files.contents import FileStore
from portal.storage.texts.key_file import open_vault
from portal.time.schedule.domain import ALL_DONE, Schedule, WorkReport
from portal.time.schedule.service import Job


def run_plans(session: Session, settings: Settings, *, now: datetime) -> WorkReport:
    """Let every agreed plan run whose first day has come."""
    run_due_plans(session, today=now.astimezone(ZoneInfo(settings.timezone)).date(), now=now)
    return ALL_DONE


def run_colleagues(session: Session, settings: Settings, *, now: datetime) -> WorkReport:
    """Draw, seal anew or fold the rounds of colleagues; nothing is said of what was found."""
    today = now.astimezone(ZoneInfo(settings.timezone)).date()
    store = colleagues_store(settings)
    run_rounds(session, store, today=today, keeps_apart=objection_pairs)
    return ALL_DONE


COLLEAGUES_JOB = Job("colleagues", run_colleagues, Schedule.NIGHTLY)


def write_digests(session: Session, settings: Settings, *, now: datetime) -> WorkReport:
    """Write to everybody for whom something waits, on working days."""
    send_digests(session, settings, now=now)
    return ALL_DONE


def run_reminders(session: Session, settings: Settings, *, now: datetime) -> WorkReport:
    """Note of what people are reminded because they did not report it in time."""
    remind_of_silence(session)
    return ALL_DONE


def forget_work(session: Session, settings: Settings, *, now: datetime) -> WorkReport:
    """Forget what people did, said and learnt once its term is over.

    Activities, talks, difficulties and nominations after two years, trainings and records of
    calibration meetings after what the city set.
    """
    today = now.astimezone(ZoneInfo(settings.timezone)).date()
    forget_activities(session, today=today)
    forget_talk(session, today=today)
    forget_nominations(session, today=today)
    forget_trainings(session, today=today)
    forget_meetings(session, today=today)
    return ALL_DONE


def tell_silence(session: Session, settings: Settings, *, now: datetime) -> WorkReport:
    """Tell of plans that were not sent or not answered in time; nothing is agreed by it."""
    from portal.evaluation.plan_silence.service import tell_of_silence  # noqa: PLC0415 - by night only

    zone = ZoneInfo(settings.timezone)
    tell_of_silence(session, today=now.astimezone(zone).date(), zone=zone)
    return ALL_DONE


PLAN_SILENCE_JOB = Job("plan silence", tell_silence, Schedule.NIGHTLY)
PLANS_JOB = Job("plans", run_plans, Schedule.NIGHTLY)
FORGET_WORK_JOB = Job("forget work", forget_work, Schedule.NIGHTLY)
REMINDERS_JOB = Job("reminders", run_reminders, Schedule.NIGHTLY)
DIGEST_JOB = Job("daily mail", write_digests, Schedule.NIGHTLY)


def forget_evidence(session: Session, settings: Settings, *, now: datetime) -> WorkReport:
    """Destroy files and papers of plans that ended two years ago, and cases of expired results.

    So are texts about people whose term is over. That they were there stays.
    """
    today = now.astimezone(ZoneInfo(settings.timezone)).date()
    store = FileStore(settings.instance_dir, settings.files_dir)
    first_kept = first_kept_day(today)
    forget_papers(session, store=store, today=today, plans=plans_ended_before(first_kept))
    forget_files(session, store=store, now=now, today=today, ended_before=first_kept)
    forget_texts(session, today=today)
    give_cases_keys(session, vault=open_vault(session, settings.keys_dir))
    forget_cases(session, store=store, today=today)
    return ALL_DONE


EVIDENCE_JOB = Job("evidence", forget_evidence, Schedule.NIGHTLY)


def run_results(session: Session, settings: Settings, *, now: datetime) -> WorkReport:
    """Deliver results, remind, deem them received, make them final, and let objections be heard."""
    today = now.astimezone(ZoneInfo(settings.timezone)).date()
    look_after_results_and_objections(session, now=now, today=today)
    return ALL_DONE


RESULTS_JOB = Job("results", run_results, Schedule.NIGHTLY)


def publish_year(session: Session, settings: Settings, *, now: datetime) -> WorkReport:
    """Prepare the year's release of the evaluation in June, and publish it on its fixed day."""
    zone = ZoneInfo(settings.timezone)
    publish_counted_years(session, now=now, zone=zone, is_demo=settings.demo)
    return ALL_DONE


EVALUATION_RELEASE_JOB = Job("evaluation release", publish_year, Schedule.NIGHTLY)


def look_for_signs(session: Session, settings: Settings, *, now: datetime) -> WorkReport:
    """Ask appraisers to look again, and check closed years for equal treatment, once."""
    # What compares the whole city takes its time to load, and is needed by night only.
    from portal.evaluation.insight.equity_run import check_closed_years  # noqa: PLC0415 - slow, by night only
    from portal.evaluation.insight.night_run import look_again  # noqa: PLC0415 - slow, by night only

    today = now.astimezone(ZoneInfo(settings.timezone)).date()
    look_again(session, unlock=open_vault(session, settings.keys_dir).unlock, today=today)
    check_closed_years(session, today=today)
    return ALL_DONE


LOOK_AGAIN_JOB = Job("look again", look_for_signs, Schedule.NIGHTLY)


def propose_unit_measures(session: Session, settings: Settings, *, now: datetime) -> WorkReport:
    """Write down what five or more of a unit share, and propose measures for weak points."""
    from portal.evaluation.unit_measures.service import propose_measures  # noqa: PLC0415 - by night only

    propose_measures(session, today=now.astimezone(ZoneInfo(settings.timezone)).date())
    return ALL_DONE


UNIT_MEASURES_JOB = Job("unit measures", propose_unit_measures, Schedule.NIGHTLY)
