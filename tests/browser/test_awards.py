"""From the rules of an award to its certificate on a phone, on the days on which each step is due.

The part of the fourth journey that is about awards, from a city that has none, through pages only.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time
from pathlib import Path

import pypdfium2
import pytest

from portal.accounts.sessions.domain import Stage
from portal.accounts.sessions.service import Browser, add_session
from portal.time import clock
from portal.web.access import Role
from tests.browser.conftest import Lay, OpenContext
from tests.browser.portal_process import Portal, running_portal
from tests.browser.watched import Watched
from tests.factories import awards as made
from tests.factories.awards import AwardScene
from tests.staff import add_account

HOME = "/admin/performance/awards"
ONE = f"{HOME}/1"
WON = f"{HOME}/won/1"
BUTTON = "#steps form button"
SAVE = "#form button[type=submit]"
Enter = Callable[..., Watched]


@dataclass
class Days:
    """A portal's folder, served on one day after the other, and who has an account there."""

    folder: Path
    visit: OpenContext
    scripts: bool
    scene: AwardScene | None = None
    accounts: dict[tuple[int | None, Role], int] = field(default_factory=dict)

    @contextmanager
    def on(self, day: date) -> Iterator[Enter]:
        """Serve the portal on a day; ``enter(person)`` opens it as somebody, () as a citizen."""
        moment = datetime.combine(day, time(3), tzinfo=UTC)
        with running_portal(self.folder, stands_at=moment) as portal:

            def enter(person: int | None = None, role: Role | None = None) -> Watched:
                watched = self.visit(scripts=self.scripts, portal=portal)
                if role is not None:
                    self._sign_in(watched, portal, key=(person, role))
                return watched

            if self.scene is None:
                with portal.inside() as session:
                    self.scene = made.make_award_scene(session)
            yield enter

    def _sign_in(self, watched: Watched, portal: Portal, *, key: tuple[int | None, Role]) -> None:
        person, role = key
        assert self.scene is not None
        with portal.inside() as session:
            if key not in self.accounts:
                account = add_account(
                    session, role, agency_id=self.scene.agency_id, officer_id=person
                )
                self.accounts[key] = account.id
            browser = Browser(account_id=self.accounts[key], stage=Stage.SIGNED_IN, device="test")
            token = add_session(session, browser, now=clock.now())
            session.commit()
        watched.page.context.add_cookies([{"name": "staff", "value": token, "url": watched.home}])


@pytest.fixture(params=[True, False], ids=["with scripts", "without"])
def days(lay: Lay, visit: OpenContext, request: pytest.FixtureRequest) -> Days:
    return Days(lay("awards"), visit, request.param)


def fill(watched: Watched, **fields: str) -> None:
    for name, value in fields.items():
        watched.page.fill(f"#{name}", value)


def step(office: Watched) -> None:
    """Take the next step of the scheme."""
    office.open(ONE)
    office.press(BUTTON)


def publish(office: Watched) -> None:
    office.open(HOME)
    office.press(f'a[href="{HOME}/new"]')
    office.assert_usable()
    office.press(SAVE)
    assert office.page.locator("#name-error").is_visible()
    fill(office, name="Pegawai Teladan", purpose="Untuk yang melayani tepat waktu.", year="2026")
    fill(office, nominating_from="2027-02-01", nominating_until="2027-02-15")
    fill(office, seed_event="Penutupan IHSG, semua angkanya", seed_due="2027-03-01")
    office.press(SAVE)
    office.press(BUTTON)
    assert "sembilan orang" in office.page.inner_text("main")
    for code in made.CODES[:5]:
        for _ in range(2):
            office.open(f"{ONE}/jurors?words=Juri+{code}")
            office.press("main .cards-list button >> nth=0")
    office.assert_usable()
    step(office)
    assert "tidak dapat diubah siapa pun" in office.page.inner_text("main")
    office.assert_usable()


def nominate(watched: Watched, person: int, *, words: str = "") -> None:
    watched.open("/admin/performance")
    watched.page.get_by_text("Pengusulan dibuka: Pegawai Teladan").wait_for()
    watched.open(f"{ONE}/nominate?words={words}")
    watched.assert_usable()
    watched.press(f'a[href="{ONE}/nominate/{person}"] >> nth=0')
    fill(watched, reason="Loket tidak pernah tutup lebih awal.", evidence="96 % tepat waktu.")
    watched.assert_usable()
    watched.press(SAVE)
    assert "Usulan tersimpan" in watched.page.inner_text("main")


def record(office: Watched, nominee: int, *, hours: str) -> None:
    for kind, more in (
        ("integrity", {"integrity": "yes"}),
        ("hours", {"hours": hours}),
        ("predicate", {"year": "2026", "predicate": "very_good"}),
        ("predicate", {"year": "2025", "predicate": "good"}),
    ):
        page = office.open(f"{ONE}/nominees/{nominee}")
        page.select_option("#kind", kind)
        for name, value in more.items():
            if name in {"integrity", "predicate"}:
                page.select_option(f"#{name}", value)
            else:
                page.fill(f"#{name}", value)
        fill(office, source="Surat 12/2027", dated="2027-02-15")
        office.press(SAVE)
    office.assert_usable()


def judge(juror: Watched) -> None:
    juror.open(f"{ONE}/jury")
    juror.assert_usable()
    juror.press(f'form[action="{ONE}/jury/take"] button')
    for nominee in (1, 2):
        juror.press(f'a[href="{ONE}/jury/{nominee}"]')
        fill(juror, points_1="35", points_2="30", points_3="15")
        juror.assert_usable()
        juror.press(SAVE)
    assert "Nilai tersegel" in juror.page.inner_text("main")


def jury_of(days: Days, enter: Enter) -> None:
    """Let the first juror drawn step out and the others judge."""
    assert days.scene is not None
    left, judged = 0, 0
    for _ in range(2):
        for person in days.scene.jurors:
            juror = enter(person, Role.OFFICER)
            juror.open("/admin/performance")
            if not juror.page.get_by_text("terpilih dalam undian").count():
                continue
            if left == 0:
                juror.open(f"{ONE}/jury")
                juror.press(f'form[action="{ONE}/jury/leave"] button')
                left += 1
                continue
            judge(juror)
            judged += 1
    assert (left, judged) == (1, 3)


def decide(mayor: Watched, person: int) -> None:
    mayor.open(ONE)
    mayor.press(f'a[href="{ONE}/decision"]')
    mayor.assert_usable()
    mayor.page.select_option("#winner_1", str(person))
    fill(mayor, reason_1="Hasil kerja dan nilai juri.")
    mayor.press(SAVE)
    assert "Keputusan tersimpan" in mayor.page.inner_text("main")


def checked_certificate(winner: Watched, citizen: Watched, *, folder: Path) -> str:
    """Download the certificate, open the address on it, and return what the page tells."""
    winner.open(WON)
    winner.assert_usable()
    with winner.page.expect_download() as waiting:
        winner.page.click(f'form[action="{WON}/certificate"] button')
    waiting.value.save_as(folder / "piagam.pdf")
    text = pypdfium2.PdfDocument(folder / "piagam.pdf")[0].get_textpage().get_text_bounded()
    address = "".join(text.split()).partition("/awards/check/")[2][:19]
    citizen.open(f"/awards/check/{address}")
    citizen.assert_usable()
    return citizen.page.inner_text("main")


@pytest.mark.slow
def test_an_award_from_its_rules_to_its_certificate(days: Days, tmp_path: Path) -> None:
    with days.on(date(2025, 12, 10)) as enter:
        publish(enter(None, Role.PERFORMANCE_OFFICE))
        scene = days.scene
        assert scene is not None
    with days.on(date(2027, 2, 1)) as enter:
        step(enter(None, Role.PERFORMANCE_OFFICE))
        ayu, budi = enter(scene.ayu, Role.OFFICER), enter(scene.budi, Role.OFFICER)
        nominate(budi, scene.ayu, words="Ayu")
        nominate(ayu, scene.budi, words="Budi")
        nominate(enter(scene.superior, Role.OFFICER), scene.citra)
    with days.on(date(2027, 2, 16)) as enter:
        office = enter(None, Role.PERFORMANCE_OFFICE)
        step(office)
        for nominee, hours in ((1, "24"), (2, "20"), (3, "14")):
            record(office, nominee, hours=hours)
        step(office)
        citra = enter(scene.citra, Role.OFFICER)
        citra.open(f"{ONE}/mine")
        assert "14 JP tercatat; diminta 20 JP" in citra.page.inner_text("main")
        citra.assert_usable()
    with days.on(date(2027, 3, 1)) as enter:
        office = enter(None, Role.PERFORMANCE_OFFICE)
        office.open(f"{ONE}/seed")
        fill(office, seed="718245", seed_on="2027-03-01")
        office.assert_usable()
        office.press(SAVE)
        step(office)
        jury_of(days, enter)
        decide(enter(scene.mayor, Role.MAYOR), scene.ayu)
    with days.on(date(2027, 3, 2)) as enter:
        winner = enter(scene.ayu, Role.OFFICER)
        winner.open(WON)
        winner.page.check("#name")
        winner.press(SAVE)
        step(enter(None, Role.PERFORMANCE_OFFICE))
        citizen = enter()
        told = checked_certificate(winner, citizen, folder=tmp_path)
        assert told.split("\n")[-6:] != []
        assert all(each in told for each in ("Ayu Contoh", "Pegawai Teladan", "2026"))
        citizen.open("/awards/1")
        citizen.assert_usable()
        public = citizen.page.inner_text("main")
        assert "Ayu Contoh" in public
        assert not any(each in public for each in ("Budi Contoh", "Citra Contoh"))
        citizen.open("/awards/check/0000-0000-0000-0000")
        citizen.assert_usable()
        assert "Tidak ada piagam" in citizen.page.inner_text("main")
