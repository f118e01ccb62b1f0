"""A number by which the evaluation judges is a stated rule, or says here why it is none."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

from portal.evaluation.rules.rule_set import RuleSet, stated_rules
from tests.architecture.source_files import ROOT, parsed

EVALUATION = ROOT / "portal" / "evaluation"
# Outside of the pure rules a name says whether a number judges.
JUDGES = re.compile(
    r"_?(LEAST|MOST|FEWEST|SHORTEST|NEAR|EASY|HIGHEST|REMIND|RECORDED|OVER|AGE)(_|S\b|ERS\b|\b)"
    r"|.*_(DAYS|YEARS|QUARTERS|RATIO|DEVIATION|KEPT)\b|YEARS_"
)
MAKERS = {"Fraction", "Decimal", "timedelta"}
# Constants that the rule set or the fixed rules hold, by the key under which the page states them.
STATED = {
    "rules.attainment.HIGHEST_PERCENT": "attainment.highest_percent",
    "rules.behaviour.MOST_CITIZENS": "citizens.most",
    "rules.colleagues.LEAST_FOLDED": "colleagues.answers",
    "rules.colleagues.LEAST_FOR_MENTIONS": "colleagues.mentions_from",
    "rules.colleagues.LEAST_GUIDES": "colleagues.guides",
    "rules.colleagues.LEAST_MENTIONS": "colleagues.mentions",
    "rules.colleagues.LEAST_POOL": "colleagues.pool",
    "rules.colleagues.MOST_STRIKES": "colleagues.strikes",
    "rules.levels.NEAR_THE_BORDER": "behaviour.near_border",
    "rules.levels.SHORTEST_REASON": "result.shortest_reason",
    "rules.weighting.LEAST_SHARE": "result.least_share",
}
# Why another one is no dated rule of a cycle; a new one is added with its reason.
NOT_DATED = {
    "award schemes publish their own rules before their year, with these as floors": """
        recognition.domain.CONSENT_DAYS rules.award_citizens.LEAST_COMPARABLE
        rules.award_citizens.LEAST_RELIABILITY rules.award_scores.LEAST_DEVIATION
        rules.award_scores.LEAST_JURORS rules.award_years.MOST_YEARS
        rules.awards.LEAST_ELIGIBLE_TO_NAME_AGENCY rules.awards.LEAST_LISTED""",
    "protects people: code and CHECK, no setting": """
        good_cases.domain.LEAST_TO_SAY_AGENCY good_cases.naming.MOST_CALLED_SO
        good_cases.naming.SHORTEST_PART peer_feedback.domain.LEAST_OPEN_DAYS
        peer_feedback.domain.LEAST_OVERLAP peer_feedback.domain.LEAST_TOLD
        peer_feedback.domain.RECORDED_BEFORE rules.colleagues.MOST_MENTIONED
        rules.equity_groups.AGE_BANDS rules.equity_groups.LEAST_GROUP
        rules.equity_groups.LONG_ABSENCE_DAYS rules.equity_groups.TOLD_IN
        unit_measures.sharing.FEWEST_SHARING yearly.unit_pages.LEAST_PEOPLE""",
    "law: PP 11/2017, the rules on PPPK; what is kept two years at least": """
        rules.terms.LEAST_YEARS_KEPT rules.training.JP_OF_YEAR
        rules.training.MOST_JP_OF_CONTRACT work.housekeeping.YEARS_KEPT
        work.retention_models._TWO_YEARS""",
    "what a form, a file or one request may hold, not what is judged": """
        cycles.domain.MOST_PERIODS development.domain.MOST_GOALS
        explaining.drawn_fields.MOST_DRAWN objections.domain.MOST_POINTS
        objections.hearing_service.MOST_EVIDENCE official.plan_service.CHANGES_KEPT
        official_forms.forms.MOST_PEOPLE realisations.evidence.MOST_FIGURES
        realisations.evidence.MOST_FILES realisations.evidence.MOST_LINKS
        training.domain.MOST_HOURS work.looking_routes.MOST_AT_ONCE""",
    "the scale itself, or arithmetic": """
        rules.award_years.DAY rules.awards.QUANTILE rules.behaviour.VALUES
        rules.colleagues.GUIDES rules.days.DAY rules.days.FARTHEST
        rules.equity_groups.NIP_DIGITS rules.equity_groups._SEX_PLACE
        rules.planning.FULL_WEIGHT rules.planning.QUARTERS rules.programmes.HUNDRED
        rules.signals.LEAST_TEAMS rules.year_signals.COLLEAGUES_AND_TRUTH
        rules.year_signals.INDEX_PER_POINT rules.year_signals.NORMAL_95""",
    "judges and is not dated yet: the same for every cycle": """
        plan_silence.domain.OVER plan_silence.domain.REMINDERS rules.programmes.CHECK_IN_DAYS
        rules.programmes.EFFECT_QUARTERS rules.signals.MOST_LENIENCY""",
}


def is_number(node: ast.expr) -> bool:
    if isinstance(node, ast.Constant):
        return type(node.value) in {int, float}
    if isinstance(node, ast.Tuple | ast.Set | ast.List):
        return bool(node.elts) and all(map(is_number, node.elts))
    is_made = isinstance(node, ast.Call) and isinstance(node.func, ast.Name)
    return is_made and node.func.id in MAKERS  # type: ignore[union-attr] # a call of a name


def constants(tree: ast.Module) -> Iterator[str]:
    """Yield the names of numbers on the level of a module."""
    for node in tree.body:
        if isinstance(node, ast.Assign) and is_number(node.value):
            yield from (each.id for each in node.targets if isinstance(each, ast.Name))
        elif isinstance(node, ast.AnnAssign) and node.value and is_number(node.value):
            yield ast.unparse(node.target)


def judging(path: Path) -> Iterator[str]:
    place = ".".join(path.relative_to(EVALUATION).with_suffix("").parts)
    for name in constants(parsed(path)):
        if place.startswith("rules.") or JUDGES.match(name):
            yield f"{place}.{name}"


def found() -> set[str]:
    return {each for path in EVALUATION.rglob("*.py") for each in judging(path)}


def test_a_number_that_judges_is_a_stated_rule_or_says_why_it_is_none() -> None:
    explained = [each for names in NOT_DATED.values() for each in names.split()]

    assert sorted(found() - set(STATED)) == sorted(explained)


def test_what_is_said_to_be_stated_is() -> None:
    assert set(STATED.values()) <= {rule.key for rule in stated_rules(RuleSet())}
    assert set(STATED) <= found()


def test_a_number_that_judges_is_found() -> None:
    code = "LEAST_TEAM = 8\nPAGE = 20\nSPAN: object = timedelta(days=5)\nA, B = 1, 2\n"

    assert list(constants(ast.parse(code))) == ["LEAST_TEAM", "PAGE", "SPAN"]
    assert JUDGES.match("LEAST_TEAM")
    assert not JUDGES.match("PAGE")
