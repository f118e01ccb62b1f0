"""Writes what was decided of plans of a file, within the caller's transaction."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime

from sqlalchemy.orm import Session

from portal.evaluation.official.deciding import Decided, span_of
from portal.evaluation.official.merging import Outcome
from portal.evaluation.plans.domain import Approach
from portal.evaluation.plans.editing import StartPlan
from portal.evaluation.plans.standing import PostThen, posts_on
from portal.evaluation.plans.taking_in import (
    Mending,
    TakenIn,
    Texts,
    begin_plans,
    keep_official_number,
    mend_draft,
)
from portal.storage.texts.key_file import Vault


def write_plans(
    session: Session, decided: Sequence[Decided], *, today: date, now: datetime, vault: Vault
) -> None:
    """Begin the new plans as drafts and mend those that change; others are left alone.

    :raises sqlalchemy.exc.IntegrityError: when somebody began a plan for the same days.
    :raises ChangedMeanwhile: when a plan changed since it was looked at.
    """
    new = [each for each in decided if each.outcome is Outcome.NEW]
    posts = posts_on(session, {each.person_id or 0 for each in new}, on=today)
    begin_plans(session, [_new(each, posts=posts, vault=vault) for each in new])
    for each in decided:
        if each.outcome is not Outcome.CHANGED or each.plan is None:
            continue
        if each.merged.changes or each.expectations or each.appendix:
            texts, revision = _texts(each, vault=vault), each.plan.latest.revision
            mending = Mending(each.plan.id, revision, each.merged.results, texts)
            mend_draft(session, mending, now=now)
        if each.has_new_number:
            number = each.official.official_number
            keep_official_number(session, each.plan.id, number=number)


def _new(each: Decided, *, posts: Mapping[int, PostThen], vault: Vault) -> TakenIn:
    if each.person_id is None or each.cycle is None:
        raise LookupError("a new plan has a person and a cycle")
    first, last = span_of(each.official, each.cycle)
    post = posts.get(each.person_id, PostThen("", ""))
    start = StartPlan(
        each.cycle.id,
        each.person_id,
        first,
        last,
        post=post.title,
        unit=post.place,
        approach=each.official.approach or Approach.QUANTITATIVE,
        results=each.merged.results,
    )
    return TakenIn(start, each.official.official_number, _texts(each, vault=vault))


def _texts(each: Decided, *, vault: Vault) -> Texts:
    locked = {value: vault.lock(text) for value, text in each.expectations.items()}
    return Texts(locked, each.appendix)
