"""The declared meaning of every field of a published year of the evaluation."""

from portal.disclosure.meaning import Many, constraint, fields, harmless, label
from portal.disclosure.sections import PEOPLE_SAY_SO, RELEASE

SHARE = fields(
    lower=constraint("the lower end of a step of shares that leaves five counts or more"),
    upper=constraint("the upper end of the step; silence leaves five counts or more, too"),
)
TENS = fields(least=constraint("a count of the whole city in tens: fewer than 10, 10 to 19"))
PEOPLE = fields(
    least=harmless("how many people an agency has is known by roster; told in four classes"),
    most=harmless("how many people an agency has is known by roster; told in four classes"),
)
EVALUATION = fields(
    release=RELEASE,
    year=label("which year"),
    rule_set=label("which rules; they are public"),
    city=fields(
        people=PEOPLE,
        very_good=SHARE,
        good=SHARE,
        lower_below=constraint("a bound of the share of lower predicates, of ten people or more"),
        objections=TENS,
        objections_decided=TENS,
        decided_in_time=SHARE,
        decided_changed=SHARE,
        programmes=TENS,
        overdue=TENS,
        reasoned_units=TENS,
    ),
    agencies=Many(
        fields(
            code=label("which agency"),
            name=label("which agency"),
            people=PEOPLE,
            plans_in_time=SHARE,
            evaluations_in_time=SHARE,
            dialogues_held=SHARE,
            very_good=SHARE,
            training_hours=fields(
                hours=constraint("a mean bounds how many can have reached the year's aim"),
                at_most=constraint("the mean is that or less"),
            ),
            training_reached=SHARE,
            indicators=Many(
                fields(
                    name=harmless(PEOPLE_SAY_SO),
                    unit=harmless(PEOPLE_SAY_SO),
                    target=harmless("about the agency, and public by law"),
                    realisation=harmless("about the agency, and public by law"),
                )
            ),
        )
    ),
    version=label("of the format"),
)
