"""What the database refuses of evidence that is no link: figures of the portal."""

from portal.storage.row_rules import RowRule, never_deleted, stays

BEFORE_ANSWER = (
    "EXISTS (SELECT 1 FROM realisation AS r WHERE r.id = NEW.realisation_id "
    "AND r.state IN ('verified', 'not_measurable'))"
)
FIGURE_RULES = (
    stays(
        "realisation_figure",
        "realisation_id",
        "release_id",
        "address",
        "place_name",
        "period",
        "measure",
        "value",
        "n",
        "first_month",
        "last_month",
        "sha256",
        "added_on",
    ),
    never_deleted("realisation_figure"),
    RowRule(
        "realisation_figure_before_answer",
        "realisation_figure",
        "INSERT",
        BEFORE_ANSWER,
        "evidence is added before the answer",
    ),
    RowRule(
        "realisation_figure_was_published",
        "realisation_figure",
        "INSERT",
        "NOT EXISTS (SELECT 1 FROM document AS d JOIN release AS r ON r.id = d.release_id "
        "WHERE r.published_on IS NOT NULL AND d.release_id = NEW.release_id "
        "AND d.address = NEW.address AND d.period = NEW.period AND d.sha256 = NEW.sha256)",
        "only a published figure is evidence",
    ),
)
