"""The declared meaning of what public documents are made of: figures, places, tables and notes."""

from portal.disclosure.meaning import Fields, Many, constraint, fields, harmless, label

CHANNELS = constraint("a shown figure names the channels that were used; a hidden one names none")
REASON = constraint("why a figure is null brackets its count: too_few is 1 to 29")
PERIOD = label("the month or the span of months that is counted")
N = constraint("rounded to five, and no less than showing a mean takes")
PUBLIC_NUMBERS = "computed from published numbers only; anyone can recompute it"
PEOPLE_SAY_SO = "written by whoever signs it, not computed from ratings"
REPEATED = "repeats another document of the same or an earlier release"

FIGURE = fields(
    value=harmless(
        "a mean tells no count; what it tells of scores the tests attack (ADR 8), and beside "
        "shares of levels level_constraints reads it (ADR 52)"
    ),
    n=N,
    period=PERIOD,
    channels=CHANNELS,
    verified=constraint("unverified ratings take part only where too few are verified"),
    step=harmless("follows from n: 2.5 below 100, else 1"),
    interval=fields(
        lower=harmless(PUBLIC_NUMBERS),
        upper=harmless(PUBLIC_NUMBERS),
        confidence=label("always 0.95"),
    ),
    spread=harmless("one of three classes of a variance over 30 or more answers; tells no count"),
    grade=fields(
        letter=harmless("a mean tells no count; part of the attack on scores"),
        lower=label("where the grade begins"),
        upper=label("where the grade ends"),
    ),
    few_answers=constraint("10 to 29 ratings at year end; never on a hidden figure"),
    suppressed=REASON,
)
REPEATED_FIGURE = Fields({name: harmless(REPEATED) for name in FIGURE.fields} | {
    "interval": Fields({name: harmless(REPEATED) for name in ("lower", "upper", "confidence")}),
    "grade": Fields({name: harmless(REPEATED) for name in ("letter", "lower", "upper")}),
})  # fmt: skip
PLACE = fields(
    kind=label("city, agency, unit, service, desk, or the pool of hidden neighbours"),
    code=label("its code"),
    name=label("its name"),
    address=label("where it is published"),
    group=label("the kind of agency"),
    retired=label("public structure"),
    successor=label("public structure"),
)
RELEASE = fields(
    edition=label("which release"),
    period=label("which month"),
    kind=label("monthly, yearly or daily"),
    demo=label("whether everything is made up"),
    settings_since=label("since when the rules are in force"),
    corrects=label("which release it corrects"),
)
RESPONSE = fields(
    value=harmless("the published n over the visits that the agency counted"),
    n=harmless("repeats the figure's n"),
    period=PERIOD,
    channels=harmless("repeats the figure's channels"),
    basis=label("tickets or visits"),
    source=label("who counted the visits"),
    suppressed=harmless("visits are counted apart from ratings; not_shown repeats the figure"),
)
COMPARISON = fields(
    band=harmless(PUBLIC_NUMBERS),
    adjusted=harmless("rests on shares of services in quarters, which hide five ratings or more"),
    suppressed=harmless(PUBLIC_NUMBERS),
)
ELEMENT = fields(
    element=label("which of the nine"),
    figure=FIGURE,
    nrr=harmless("the same value on the scale 1 to 4"),
    previous=REPEATED_FIGURE,
)
DISTRIBUTION = fields(
    element=label("which of the nine"),
    n=N,
    period=PERIOD,
    channels=CHANNELS,
    shares=Many(
        fields(
            levels=label("1-2, 3 and 4, whatever the answers are; others in older documents"),
            percent=constraint("a share of the answers"),
            at_least=constraint("a lower bound of a share"),
        )
    ),
    suppressed=REASON,
)
EXCLUSION = fields(
    desk=label("which desk"),
    channel=label("which channel"),
    period=PERIOD,
    reason=harmless(PEOPLE_SAY_SO),
    decided_on=label("a day"),
)
BREAKDOWN = fields(
    field=label("which question of the profile, or the wishes"),
    year=label("which year"),
    n=N,
    answers=Many(
        fields(
            answer=label("which answer, or other"),
            percent=constraint("a share of the answers in steps of five"),
            suppressed=REASON,
        )
    ),
    suppressed=REASON,
)
OFFICERS = fields(
    n=harmless("a number of officers, who are known by roster; told of 20 or more"),
    above_percent=harmless("of officers of the whole city, in fives; ten or more in each band"),
    not_distinguishable_percent=harmless("as above_percent"),
    below_percent=harmless("as above_percent"),
    suppressed=harmless("too few officers or a band too full or empty; officers are known"),
)
MODERATION = fields(
    period=PERIOD,
    counts=Many(
        fields(
            outcome=label("what was decided"),
            reason=label("why it was withheld; named only with its number"),
            n=constraint("rounded to five and ten at least; documents of before also say 0"),
            suppressed=harmless("one reason for none, for a few and for cover"),
        )
    ),
)
NOTE = fields(
    kind=label("strike, closure and the like"),
    place=label("where"),
    text=harmless(PEOPLE_SAY_SO),
    starts_on=label("a day"),
    ends_on=label("a day"),
)
LEFT_OUT = fields(
    subject=label("which element or span"),
    reason=harmless("repeats the element's figure"),
)
LESSON = fields(
    period=PERIOD, text=harmless(PEOPLE_SAY_SO), signed_by=label("a name that signs publicly")
)
EARLIER = fields(
    period=PERIOD,
    n=harmless("another system's total of an earlier year; none of these ratings is in it"),
    ikm=harmless("another system's total of an earlier year"),
    grade=harmless("another system's total of an earlier year"),
    source=label("which system"),
)
METHOD = fields(
    within_variance=harmless("over five or more desks and 100 or more ratings, else the default"),
    icc=harmless("over five or more desks and 100 or more ratings, else the default"),
    desks=harmless("how many desks have verified ratings, in fives, not which; the attack has it"),
)
ESTIMATE = fields(
    value=harmless(
        "ten to 29 ratings drawn to a public figure by a weight that does not depend "
        "on their number, in steps of five: one rating moves it by one step at most"
    ),
    step=label("always 5"),
    interval=fields(
        lower=harmless(PUBLIC_NUMBERS),
        upper=harmless(PUBLIC_NUMBERS),
        confidence=label("always 0.95"),
    ),
    toward=label("a place above"),
    reliability=harmless("follows from the stated ICC; the same for every estimate of a release"),
    n_from=constraint("an estimate stands where ten or more answers are"),
    n_to=constraint("and fewer than a mean needs"),
)
CLOSED = fields(
    kind=label("quarter, half or year"),
    figure=FIGURE,
    open_=FIGURE,
    elements=Many(ELEMENT),
    estimate=ESTIMATE,
)
REPEATED_ESTIMATE = Fields({name: harmless(REPEATED) for name in ESTIMATE.fields} | {
    "interval": Fields({name: harmless(REPEATED) for name in ("lower", "upper", "confidence")}),
})  # fmt: skip
ROW = fields(
    place=PLACE,
    figure=FIGURE,
    comparison=COMPARISON,
    response=RESPONSE,
    estimate=REPEATED_ESTIMATE,
)
REPEATED_QUARTER = fields(figure=REPEATED_FIGURE, estimate=REPEATED_ESTIMATE)
