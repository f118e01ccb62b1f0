"""A published survey report of 187 respondents, the reference for the index."""

from portal.survey.elements import Element, ElementCounts, LevelCounts

RESPONDENTS = 187
PUBLISHED_IKM = "87.641"
WORKED_CASE = ElementCounts.of(
    {
        Element.REQUIREMENTS: LevelCounts((0, 0, 118, 69)),
        Element.PROCEDURE: LevelCounts((0, 6, 93, 88)),
        Element.TIME: LevelCounts((0, 3, 106, 78)),
        Element.COST: LevelCounts((1, 1, 23, 162)),
        Element.PRODUCT: LevelCounts((0, 1, 124, 62)),
        Element.COMPETENCE: LevelCounts((0, 0, 95, 92)),
        Element.CONDUCT: LevelCounts((0, 0, 89, 98)),
        Element.COMPLAINTS: LevelCounts((1, 2, 34, 150)),
        Element.FACILITIES: LevelCounts((1, 19, 77, 90)),
    }
)
