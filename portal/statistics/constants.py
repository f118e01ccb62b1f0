"""Every agreed number of the statistics, readable without loading what computes with it."""

# Intervals are stated at this level everywhere.
CONFIDENCE = 0.95
# Rounded as published, they cover the true value at least so often; the tests simulate it.
LEAST_COVERAGE = 0.93

# A unit is compared with others from the first on; anything about a person needs the second.
RELIABILITY_FOR_COMPARISON = 0.7
RELIABILITY_FOR_PERSON = 0.8

# Used until the portal has enough desks of its own to estimate the figure from.
DEFAULT_ICC = 0.05
UNITS_FOR_OWN_ICC = 10
# A variance within desks is stated from so many desks and answers; below, it would tell of single
# answers. The default, in squared points of the scale 1 to 4, is our choice: 0.6 squared.
UNITS_FOR_OWN_VARIANCE = 5
ANSWERS_FOR_OWN_VARIANCE = 100
DEFAULT_WITHIN_VARIANCE = 0.36

# A unit's own variance counts as its answers less one, the pooled variance as this many answers.
POOLED_WEIGHT = 5
# The upper bounds of the first two classes, in multiples of the pooled variance.
EVEN_UP_TO = 1.0
USUAL_UP_TO = 2.0

# Warning and action limits of the funnel. Source: Spiegelhalter (2005).
FUNNEL_LIMITS = (0.95, 0.998)

# The share of units pulled in at each end before the spread of a funnel is measured.
WINSORISED_SHARE = 0.1

# An hour with so many ratings that chance explains it less often than this starts a review.
BURST_PROBABILITY = 1e-4

# A desk with so many ratings of nothing but 4s that its peers make it rarer starts a review.
ALL_HIGHEST_PROBABILITY = 1e-3

# Where a smaller share of visits was rated, no band is given.
LEAST_RESPONSE_PERCENT = 20
