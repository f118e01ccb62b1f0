"""A sound indicator, and changes of a draft by its person."""

from decimal import Decimal

from sqlalchemy.orm import Session

from portal.evaluation.plans import editing
from portal.evaluation.plans.domain import Plan
from portal.evaluation.plans.writing import IndicatorFields
from portal.evaluation.rules.attainment import Aspect, Direction
from tests.factories.plans import NOW, found

INDICATOR = IndicatorFields(
    text="Berkas selesai",
    aspect=Aspect.QUANTITY,
    direction=Direction.HIGHER,
    target=Decimal(1200),
    unit="berkas",
    target_text="",
    method="dihitung",
    source="register",
    weight=40,
    quarters=(),
    uses_citizens=False,
)


def edit_of(plan: Plan) -> editing.Edit:
    return editing.Edit(plan.id, plan.latest.revision, plan.person_id, NOW)


def change_first(session: Session, plan: Plan, fields: IndicatorFields) -> Plan:
    editing.save_indicator(session, edit_of(plan), fields=fields, result_key=1, key=1)
    return found(session, plan.id)
