"""Everything a citizen can answer, for hypothesis."""

from hypothesis import strategies as st

from portal.rating.answers.answers import (
    COMMENT_CHARACTERS,
    LARGEST_ID,
    PROFILE_ANSWERS,
    RatingAnswers,
)
from portal.survey.elements import ELEMENTS, LEVELS

ids = st.integers(1, LARGEST_ID)
scores = st.dictionaries(st.sampled_from(ELEMENTS), st.sampled_from(LEVELS), min_size=1)
comments = st.text(
    st.characters(max_codepoint=0xFF, exclude_characters="\0"),
    min_size=1,
    max_size=COMMENT_CHARACTERS,
).filter(lambda text: len(text.encode()) <= 953)
profiles = st.fixed_dictionaries(
    {},
    optional={str(field): st.sampled_from(answers) for field, answers in PROFILE_ANSWERS.items()},
)
answers = st.builds(
    RatingAnswers,
    service_id=ids,
    scores=scores,
    officer_id=st.none() | ids,
    reasons=st.frozensets(st.sampled_from(ELEMENTS)),
    comment=st.none() | comments,
    profile=profiles,
    was_watched=st.booleans(),
)
