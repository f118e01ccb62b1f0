"""Comparisons with now or today have two bounds, or a reason why one is enough.

``now < ends_at`` holds for ever when a clock that ran ahead wrote ``ends_at``. ``storage.validity``
compares with both bounds; every other comparison with one bound is listed here with its reason.
"""

import ast
import re
from collections.abc import Iterator, Set
from functools import cache
from pathlib import Path, PurePosixPath

import pytest

from tests.architecture import source_files
from tests.architecture.source_files import ROOT, nodes, parsed, syntax, text_of

ORDER = (ast.Lt, ast.LtE, ast.Gt, ast.GtE)
MOMENTS = frozenset({"now", "today"})
IN_SQL = re.compile(r"(?:[<>]=?\s*:(?:now|today)|:(?:now|today)\s*[<>]=?)")

GUARDED = "runs only by a clock that was compared with the database's and with the newest trace"
SHOWN = "changes what a page shows, and nothing that is kept, until the clock is right again"
TYPED = "refuses what a person typed; nothing else depends on it"
NEVER_BACK = "seconds of a clock that never goes back"
MADE_UP = "belongs to the made-up city"

# Where (file and function), and why one bound is enough there.
ACTIVITIES = PurePosixPath("portal", "evaluation", "work")
DEVELOPMENT = PurePosixPath("portal", "evaluation", "development")
AWARDS = PurePosixPath("portal", "evaluation", "awards")
WORK = PurePosixPath("portal", "evaluation", "work")
ONE_BOUND = {
    "portal/transparency/documents.py:unchanged_since": SHOWN,
    "portal/accounts/sessions/domain.py:is_alive": "has_begun stands beside it",
    "portal/accounts/sessions/service.py:note_seen": "is_alive was asked before",
    "portal/accounts/letters/service.py:_forget_given_up": GUARDED,
    "portal/accounts/staff/staff_number_checks.py:_is_appointed": "a doubt that is shown only",
    "portal/evaluation/on_paper/period_acting.py:_planned": "what is over is reported late",
    "portal/evaluation/on_paper/objectable_context.py:objectable": "a list of what may come late",
    "portal/evaluation/papers/service.py:add_paper": "the page asks for a first day, too",
    "portal/evaluation/official_realisations/deciding.py:_closed": "a quarter ahead, no expiry",
    "portal/evaluation/plans/blueprint.py:is_year_over": SHOWN,
    "portal/evaluation/plans/routes.py:_around": SHOWN,
    "portal/evaluation/plans/queries.py:due_versions": "a day that was agreed, no expiry",
    "portal/evaluation/plans/service.py:_run": "a day that was agreed, no expiry",
    "portal/evaluation/monitoring/delegation_forms.py:check_span": TYPED,
    "portal/evaluation/monitoring/dialogue_routes.py:plan_dialogue": SHOWN,
    "portal/evaluation/monitoring/forms.py:check_due": TYPED,
    "portal/evaluation/monitoring/forms.py:is_complete": TYPED,
    "portal/evaluation/peer_feedback/round_run.py:_night": GUARDED,
    "portal/evaluation/peer_feedback/service.py:strike": TYPED,
    "portal/evaluation/appraisals/blueprint.py:is_report_closed": SHOWN,
    "portal/evaluation/appraisals/delivery_service.py:_look_after_delivered": GUARDED,
    "portal/evaluation/appraisals/blueprint.py:is_report_over": "skips a step, no expiry",
    "portal/evaluation/appraisals/blueprint.py:may_report": "a period that has begun",
    "portal/evaluation/appraisals/blueprint.py:may_review": "a period that is over",
    f"{DEVELOPMENT}/course_routes.py:effect": SHOWN,
    f"{DEVELOPMENT}/course_routes.py:extend": TYPED,
    f"{DEVELOPMENT}/course_service.py:close_programme": "a quarter that is over, no expiry",
    f"{DEVELOPMENT}/domain.py:is_check_in_due": SHOWN,
    f"{DEVELOPMENT}/domain.py:may_start": "a first day that was agreed, no expiry",
    f"{DEVELOPMENT}/domain.py:may_review": "a last day that was agreed, no expiry",
    f"{DEVELOPMENT}/domain.py:waits": SHOWN,
    f"{DEVELOPMENT}/forms.py:is_sound_programme": TYPED,
    f"{DEVELOPMENT}/service.py:agree_programme": "a first day that was agreed, no expiry",
    "portal/evaluation/development_plans/forms.py:is_sound": TYPED,
    "portal/evaluation/unit_measures/domain.py:may_check": "a quarter that is over, no expiry",
    "portal/evaluation/unit_measures/forms.py:is_sound": TYPED,
    "portal/evaluation/substitutes/service.py:draw_substitutes": "no lot after the last day",
    "portal/evaluation/training/domain.py:may_begin": "a first day that was planned, no expiry",
    "portal/evaluation/training/domain.py:may_check": "a quarter that is over, no expiry",
    "portal/evaluation/training/forms.py:is_sound": TYPED,
    "portal/evaluation/objections/due_service.py:_admit": GUARDED,
    "portal/evaluation/objections/due_service.py:_look_after": GUARDED,
    "portal/evaluation/objections/filing_service.py:file_objection": "asks for a reason only",
    "portal/evaluation/objections/hearing_service.py:begin_hearing": "a step that begins",
    "portal/evaluation/yearly/redrawing.py:_next_reader": GUARDED,
    "portal/evaluation/yearly/unit_pages.py:cycle_under_review": SHOWN,
    f"{AWARDS}/housekeeping.py:forget_nominations": "what was decided, to be forgotten",
    "portal/evaluation/forgetting/service.py:_quiet": "texts whose term is over, to be destroyed",
    f"{WORK}/housekeeping.py:cycles_over": "a cycle whose term is over, for ever",
    f"{AWARDS}/nominating_service.py:_opened_nominee": "a day that was published, no expiry",
    f"{AWARDS}/publishable.py:publishing_faults": "rules come before their year, by the day",
    f"{AWARDS}/scheme_service.py:open_nominations": "a day that was published, no expiry",
    f"{AWARDS}/scheme_service.py:screen": "a day that was published, no expiry",
    f"{AWARDS}/timing_queries.py:has_open_objections": "a day that was given to object",
    "portal/evaluation/recognition/award_service.py:announce": "days to answer; more harm nobody",
    "portal/evaluation/insight/forms.py:check_day": TYPED,
    "portal/evaluation/insight/meeting_service.py:hold_meeting": TYPED,
    f"{ACTIVITIES}/domain.py:fault_of": TYPED,
    f"{ACTIVITIES}/domain.py:is_overdue": SHOWN,
    "portal/organisation/agency_results/service.py:record_predicate": TYPED,
    "portal/evaluation/realisations/realised.py:is_late": "a mark of a late report, by the day",
    "portal/evaluation/realisations/realised.py:may_report": "a period that has begun, no expiry",
    "portal/evaluation/realisations/realised.py:may_settle": "a duty that begins, no expiry",
    "portal/evaluation/realisations/realising.py:settle_silence": "a duty that begins, no expiry",
    "portal/evaluation/realisations/queries.py:periods_reported": "a day to report, no expiry",
    "portal/evaluation/realisations/waiting_queries.py:ask_waiting_silence": SHOWN,
    "portal/evaluation/realisations/waiting_queries.py:went_up": SHOWN,
    "portal/evaluation/realisations/screen.py:_ask_mine": SHOWN,
    "portal/evaluation/realisations/domain.py:answerer": "a duty that passes on, no expiry",
    "portal/evaluation/realisations/realised.py:needs_above": "a duty that passes on, no expiry",
    "portal/organisation/people/delegation.py:_named_by": SHOWN,
    "portal/organisation/people/delegation.py:end_delegation": TYPED,
    "portal/demo/complaints.py:_days_of_course": MADE_UP,
    "portal/demo/staff_year.py:add_past_year": MADE_UP,
    "portal/demo/staff_help.py:_programme": MADE_UP,
    "portal/demo/staff_talks.py:talk": MADE_UP,
    "portal/demo/staff_trainings.py:_training": MADE_UP,
    "portal/demo/staff_year.py:add_year_before": MADE_UP,
    "portal/demo/staff_awards.py:add_awards": MADE_UP,
    "portal/demo/yearly_table.py:add_yearly_table": MADE_UP,
    "portal/complaints/published/halves.py:due_half_years": GUARDED,
    "portal/complaints/published/halves.py:next_half_year": SHOWN,
    "portal/complaints/published/count_queries.py:counts_by_addressee": SHOWN,
    "portal/complaints/intake/action_queries.py:state_column": SHOWN,
    "portal/complaints/intake/action_service.py:_apply": TYPED,
    "portal/complaints/comments/queries.py:waiting_comment": SHOWN,
    "portal/complaints/handling/queries.py:_filtered": SHOWN,
    "portal/complaints/handling/queries.py:is_overdue": SHOWN,
    "portal/complaints/handling/queries.py:overdue_count": SHOWN,
    "portal/complaints/handling/answering.py:_give": "a promise kept or not, once, by the day",
    "portal/organisation/records/retirement_checks.py:_moved": TYPED,
    "portal/organisation/staff_pages/place_forms.py:is_sound": TYPED,
    "portal/organisation/calendar/routes.py:fill_holidays": TYPED,
    "portal/organisation/calendar/service.py:record_visits": TYPED,
    "portal/publication/figures/documents.py:is_closed": GUARDED,
    "portal/publication/figures/documents.py:months_due": SHOWN,
    "portal/time/months.py:is_over": SHOWN,
    "portal/publication/revising/disclosure_audit.py:_is_no_closer": "no time: two bounds",
    "portal/publication/yearly_evaluation/releasing.py:publish_due_evaluations": GUARDED,
    "portal/publication/yearly_evaluation/routes.py:_page": SHOWN,
    "portal/publication/releases/routes.py:_page": SHOWN,
    "portal/publication/releases/routes.py:may_hold": SHOWN,
    "portal/publication/releases/assembling.py:gather_revision": GUARDED,
    "portal/publication/releases/due.py:publish_due": GUARDED,
    "portal/publication/releases/publishing.py:hold_release": "a hold ends by itself",
    "portal/publication/releases/publishing.py:_problem": GUARDED,
    "portal/publication/releases/pending_tasks.py:waiting_releases": SHOWN,
    "portal/demo/ratings.py:seed_ratings": MADE_UP,
    "portal/rating/mixing/accepted.py:rewrite_accepted": GUARDED,
    "portal/rating/questionnaire/service.py:SPEND_TICKET": (
        "a printed ticket that a clock ahead dated too late still is a visitor's one rating"
    ),
    "portal/rating/tickets/service.py:forget_old_tickets": GUARDED,
    "portal/time/schedule/clock_check.py:later_than": "asks for what lies in the future",
    "portal/time/schedule/clock_check.py:problem_of": "the comparison of clocks itself",
    "portal/transparency/domain/place_page.py:delay": SHOWN,
    "portal/web/logs.py:_look_at": NEVER_BACK,
    "portal/web/logs.py:_take": NEVER_BACK,
}

# What cannot be undone. Whoever calls it is given the moment (a job), or reads the clock through
# portal.web.extensions.
IRREVERSIBLE = frozenset(
    {
        "close_silent",
        "count_half_years",
        "forget_old_tickets",
        "import_paper",
        "mix_ratings",
        "prepare_next",
        "prepare_release",
        "publish_due",
        "publish_due_evaluations",
        "publish_release",
        "publish_revision",
        "publish_today",
        "purge_comments",
        "purge_texts",
    }
)
TRUSTED = {
    f"portal.web.extensions.{name}"
    for name in ("check_clock", "clock_problem", "trusted_now", "trusted_today")
}
CLOCKS = {"portal.time.clock", "portal.web.extensions.moment"}


def modules() -> Iterator[Path]:
    yield from (path for path in source_files.modules() if path.name != "validity.py")


def named(node: ast.AST) -> set[str]:
    """Return the names and attributes a comparison's side is made of."""
    names = {part.id for part in ast.walk(node) if isinstance(part, ast.Name)}
    return names | {part.attr for part in ast.walk(node) if isinstance(part, ast.Attribute)}


def has_one_bound(node: ast.AST) -> bool:
    """Return whether a node compares now or today with one bound."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return bool(IN_SQL.search(node.value))
    if not isinstance(node, ast.Compare) or len(node.ops) != 1:
        return False
    is_order = isinstance(node.ops[0], ORDER)
    return is_order and bool(MOMENTS & named(node))


def functions(tree: ast.AST, name: str = "") -> Iterator[tuple[str, ast.AST]]:
    """Yield every node with the name of the function or constant it stands in."""
    for child in ast.iter_child_nodes(tree):
        inner = name
        if isinstance(child, ast.FunctionDef):
            inner = child.name
        elif not name and isinstance(child, ast.Assign):
            inner = ast.unparse(child.targets[0])
        yield inner, child
        yield from functions(child, inner)


def found_in(text: str, where: str) -> set[str]:
    if not any(moment in text for moment in MOMENTS):
        return set()
    return {f"{where}:{name}" for name, node in functions(syntax(text)) if has_one_bound(node)}


@cache
def one_bounded() -> Set[str]:
    return {
        place
        for path in modules()
        for place in found_in(text_of(path), str(path.relative_to(ROOT)))
    }


def test_every_comparison_with_one_bound_has_a_reason() -> None:
    assert one_bounded() - ONE_BOUND.keys() == set()


def test_no_reason_is_left_over() -> None:
    assert ONE_BOUND.keys() - one_bounded() == set()


@pytest.mark.parametrize(
    "text",
    [
        "def f(now, ends_at):\n    return now < ends_at",
        "def f(session, today):\n    return select(Row).where(Row.ends_on >= today)",
        "def f(clock, ends_at):\n    return clock.now() > ends_at",
        "def f(today, kept):\n    return ends_on(kept) <= today - KEPT",
        "F = 'SELECT 1 FROM ticket WHERE expires_on >= :today'",
    ],
)
def test_a_comparison_with_one_bound_is_found(text: str) -> None:
    assert found_in(text, "m.py") == {f"m.py:{'F' if text[0] == 'F' else 'f'}"}


def test_a_comparison_with_two_bounds_is_let_through() -> None:
    assert found_in("def f(now, a, b):\n    return a <= now < b", "m.py") == set()


def imports_of(tree: ast.Module) -> set[str]:
    """Return the modules and names a module imports, such as ``portal.time.clock``."""
    found = set()
    for node in nodes(tree, ast.ImportFrom):
        found |= {str(node.module), *(f"{node.module}.{name.name}" for name in node.names)}
    return found


def calls_of(tree: ast.Module) -> set[str]:
    return {node.func.id for node in nodes(tree, ast.Call) if isinstance(node.func, ast.Name)}


def is_careless(text: str) -> bool:
    """Return whether a module does what cannot be undone by a clock that nobody compared."""
    tree = syntax(text)
    imports = imports_of(tree)
    is_reading = bool(imports & CLOCKS) and not imports & TRUSTED
    return bool(calls_of(tree) & IRREVERSIBLE) and is_reading


def test_what_cannot_be_undone_is_done_by_a_clock_that_was_compared() -> None:
    careless = [str(path.relative_to(ROOT)) for path in modules() if is_careless(text_of(path))]

    assert careless == []


def test_a_careless_command_is_found() -> None:
    text = "from portal.time import clock\npublish_due(db.session(), today=clock.today())"

    assert is_careless(text)
    assert is_careless("from portal.web.extensions import moment\npublish_due(s, now=moment())")
    trusted = "from portal.web.extensions import moment, trusted_today\npublish_due(session)"
    assert not is_careless(trusted)


def test_only_jobs_and_notes_of_letters_are_kept_as_runs() -> None:
    """A run that was kept by a clock nobody compared would make that clock look right."""
    keepers = {
        str(path.relative_to(ROOT))
        for path in modules()
        if "remember_run" in calls_of(parsed(path))
    }

    assert keepers == {
        "portal/cli/telling.py",
        "portal/publication/city_report/sending.py",
        "portal/time/schedule/service.py",
    }


def test_each_of_the_irreversible_services_exists() -> None:
    defined = {node.name for path in modules() for node in nodes(parsed(path), ast.FunctionDef)}

    assert IRREVERSIBLE - defined == set()
