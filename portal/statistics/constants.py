"""Every agreed number of the statistics, readable without loading what computes with it."""

# Intervals are stated at this level everywhere.
CONFIDENCE = 0.95

# A unit is compared with others from the first on; anything about a person needs the second.
RELIABILITY_FOR_COMPARISON = 0.7
RELIABILITY_FOR_PERSON = 0.8

# Used until the portal has enough desks of its own to estimate the figure from.
DEFAULT_ICC = 0.05
UNITS_FOR_OWN_ICC = 10

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
