"""The planner's statistics keep no words of citizens; the attack finds those of careless ways."""

from sqlalchemy import Engine, text

from portal.privacy_audit import acts
from portal.privacy_audit.acts import Acts, Scene
from portal.privacy_audit.check import check_visitors
from portal.privacy_audit.complaint_attacks import by_statistics
from portal.privacy_audit.verdict import Finding, FoundLink, links
from portal.privacy_audit.visitors import MadeUpVisitor

RATINGS = 500
USUAL = (
    "ALTER TABLE rating_comment ALTER COLUMN text SET STATISTICS -1",
    "ALTER TABLE complaint ALTER COLUMN text SET STATISTICS -1",
)


def found(installed: Engine, *, using: Acts | None = None) -> dict[str, Finding]:
    findings = check_visitors(installed, ratings=RATINGS, acts=using, attacks=[by_statistics])
    return {each.attack: each for each in findings if each.link is FoundLink.TEXT_STATISTICS}


def is_server(engine: Engine) -> bool:
    return engine.dialect.name == "postgresql"


def rate_with_samples(scene: Scene, visitor: MadeUpVisitor) -> None:
    """Rate as everybody, once the server keeps samples of texts as of any column."""
    if visitor.number == 0 and is_server(scene.session.connection().engine):
        for statement in USUAL:
            scene.session.execute(text(statement))
        scene.session.commit()
    acts.rate(scene, visitor)


def test_statistics_hold_no_words_of_citizens(installed: Engine) -> None:
    findings = found(installed)

    assert links(list(findings.values())) == []
    assert {attack: each.right for attack, each in findings.items()} == {
        "comments in the clear": 0,
        "complaints in the clear": 0,
        "sealed complaints": 0,
    }
    assert findings["comments in the clear"].tried == RATINGS
    assert findings["sealed complaints"].tried > 0


def test_samples_of_texts_are_named(installed: Engine) -> None:
    named = links(list(found(installed, using=Acts(rate=rate_with_samples)).values()))

    expected = {"comments in the clear", "sealed complaints"} if is_server(installed) else set()
    assert {each.attack for each in named} == expected
