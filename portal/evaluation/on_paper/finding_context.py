"""Finders of what a paper may be recorded about, by its kind in the address."""

from collections.abc import Mapping

from portal.evaluation.on_paper.matter_context import Finder
from portal.evaluation.on_paper.objection_acting import objection_of
from portal.evaluation.on_paper.period_acting import period_of
from portal.evaluation.on_paper.plan_acting import plan_of
from portal.evaluation.on_paper.receipt_acting import receipt_of
from portal.evaluation.papers.domain import PaperKind

FINDERS: Mapping[str, Finder] = {
    PaperKind.PLAN: plan_of,
    PaperKind.REALISATION: period_of,
    PaperKind.RECEIPT: receipt_of,
    PaperKind.OBJECTION: objection_of,
}
