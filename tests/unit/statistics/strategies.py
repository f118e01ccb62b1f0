"""Random samples and cities for the property-based tests of the statistics."""

from hypothesis import strategies as st

from portal.statistics.moments import Sample

answers = st.lists(st.sampled_from([1.0, 2.0, 2.5, 3.0, 3.25, 4.0]), min_size=2, max_size=80)
samples = st.builds(Sample.of, answers)
cities = st.dictionaries(st.text("ABCDEFGH", min_size=1, max_size=3), samples, min_size=2)
confidences = st.floats(min_value=0.5, max_value=0.999)
