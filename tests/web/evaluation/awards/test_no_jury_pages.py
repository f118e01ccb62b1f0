"""A scheme whose list has nobody left is not stuck: drawn again, or ended without an award."""

from flask import Flask
from sqlalchemy import text

from portal.evaluation.rules.states import SchemeState
from portal.web.access import Role
from portal.web.extensions import db
from tests.factories import awards as made
from tests.factories.awards import AwardScene
from tests.factories.people import make_relation
from tests.web.evaluation.awards.award_course import (
    ONE,
    At,
    SignIn,
    at,
    office,
    scene,
    step,
    stood,
    token_of,
    who,
)
from tests.web.evaluation.forms import press

__all__ = ["at", "scene", "who"]
END = f"{ONE}/no-jury"


def without_jury(app: Flask, scene: AwardScene) -> None:
    """Stand before the jury is drawn, with everybody on the list close to a nominee."""
    stood(app, scene, state=SchemeState.SCREENING)
    with app.app_context():
        made.screened(db.session(), scene.ayu)
        made.seed(db.session())
        for each in scene.jurors:
            make_relation(db.session(), "relative", each, about=scene.ayu)
        db.session.commit()


def test_free_seats_are_drawn_again_once_a_conflict_ended(
    app: Flask, scene: AwardScene, who: SignIn, at: At
) -> None:
    without_jury(app, scene)
    at(made.JUDGED)
    client = office(who)
    step(client, "judge")
    assert "3 kursi juri kosong" in client.get(ONE).text
    with app.app_context():
        db.session.execute(text("DELETE FROM staff_relation"))
        db.session.commit()
    assert "diundi lagi" in step(client, "again").text
    assert "kursi juri kosong" not in client.get(ONE).text
    mayor = who(scene.mayor, role=Role.MAYOR)
    assert "Akhiri tanpa penerima" not in mayor.get(f"{ONE}/decision").text
    assert mayor.post(END, data=token_of(mayor, ONE)).status_code == 404


def test_the_mayor_ends_a_scheme_that_has_no_jury_and_the_public_reads_no_reason(
    app: Flask, scene: AwardScene, who: SignIn, at: At
) -> None:
    without_jury(app, scene)
    at(made.JUDGED)
    step(office(who), "judge")
    mayor = who(scene.mayor, role=Role.MAYOR)
    assert "tidak tersisa tiga orang" in mayor.get(f"{ONE}/decision").text
    stale = mayor.post(END, data=token_of(mayor, f"{ONE}/decision") | {"revision": "1"})
    assert stale.location.endswith("done=changed")
    done = press(mayor, END, page=f"{ONE}/decision")
    assert "berakhir tanpa penerima" in done.text
    assert "diumumkan" in press(office(who), f"{ONE}/announce", page=ONE).text
    told = app.test_client().get("/awards/1").text
    assert "Tidak ada penghargaan" in told
    assert "hubungan" not in told.partition("Aturan")[0]
    assert "Ayu" not in told
