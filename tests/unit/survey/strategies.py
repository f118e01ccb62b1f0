"""Random answers, counts and questionnaires for the property-based tests of the survey."""

from hypothesis import strategies as st

from portal.survey.elements import ELEMENTS, LEVELS, ElementCounts, LevelCounts

levels = st.sampled_from(LEVELS)
ballots = st.dictionaries(st.sampled_from(ELEMENTS), levels, min_size=1)
level_counts = st.builds(
    LevelCounts, st.tuples(*[st.integers(min_value=0, max_value=10**7)] * len(LEVELS))
)
answered_counts = level_counts.filter(lambda counts: counts.n > 0)
element_counts = st.builds(
    ElementCounts.of, st.dictionaries(st.sampled_from(ELEMENTS), answered_counts, min_size=1)
)
