"""Which state may follow which, of what helps; the same tables as in ``machines``.

Source: staff evaluation paper, 9.10 and 9.11; where it names no states, they are those of
docs/adr/0056.
"""

from portal.evaluation.rules.help_states import (
    DevelopmentPlanState,
    GoodCaseState,
    UnitMeasureState,
)
from portal.evaluation.rules.machines import table_of, ways_of
from portal.evaluation.rules.states import StateMachine

# 9.10
UNIT_MEASURE = StateMachine(
    "unit measure",
    UnitMeasureState.PROPOSED,
    allowed=table_of(UnitMeasureState, proposed="accepted declined", accepted="checked"),
    with_reason=ways_of(UnitMeasureState, "proposed declined"),
)
# 9.11
DEVELOPMENT_PLAN = StateMachine(
    "development plan",
    DevelopmentPlanState.DRAFT,
    allowed=table_of(DevelopmentPlanState, draft="sent", sent="agreed draft", agreed="closed"),
    with_reason=ways_of(DevelopmentPlanState, "sent draft"),
)
GOOD_CASE = StateMachine(
    "good case",
    GoodCaseState.PROPOSED,
    allowed=table_of(
        GoodCaseState,
        proposed="consented withdrawn",
        consented="published declined withdrawn",
        published="withdrawn",
    ),
    with_reason=ways_of(GoodCaseState, "consented declined"),
)
