"""A tablet that reads its questions aloud: on a tap only, by its own voice or a recording."""

import math
import struct
import wave
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Lay, OpenContext, lay_desks
from tests.browser.portal_process import Portal, running_portal
from tests.browser.test_kiosk import TABLET, paired
from tests.browser.watched import Watched
from tests.servers import wait_until

# Speech of a device that tests can hear: what was said stands in `window.said`.
VOICES = """(() => {
  window.said = [];
  const offered = %s;
  class Said extends EventTarget { constructor(text) { super(); this.text = text; } }
  Object.defineProperty(window, "SpeechSynthesisUtterance", { value: Said });
  Object.defineProperty(window, "speechSynthesis", { value: {
    addEventListener() {}, getVoices: () => offered,
    speak(words) { said.push({ text: words.text, voice: words.voice.name }); },
    cancel() { said.push("cancelled"); },
  } });
})()"""
OWN = '[{ name: "own", lang: "id-ID", localService: true }]'
FOREIGN = (
    '[{ name: "afar", lang: "id-ID", localService: false },'
    ' { name: "english", lang: "en-US", localService: true }]'
)
# Counts the sounds that are started.
SOUNDS = """(() => {
  window.started = 0;
  const start = AudioBufferSourceNode.prototype.start;
  AudioBufferSourceNode.prototype.start = function (...words) {
    window.started += 1;
    return start.apply(this, words);
  };
})()"""
LISTEN = "#listen"


def record(path: Path, seconds: float = 30) -> None:
    """Write a quiet tone."""
    path.parent.mkdir(parents=True)
    with wave.open(str(path), "wb") as sound:
        sound.setparams((1, 2, 8000, 0, "NONE", ""))
        tone = (int(500 * math.sin(each / 4)) for each in range(int(8000 * seconds)))
        sound.writeframes(b"".join(struct.pack("<h", each) for each in tone))


@pytest.fixture(scope="module")
def speaking(lay: Lay) -> Iterator[Portal]:
    """A portal whose tablets read aloud; only the first question is recorded."""
    folder = lay("desks", lay_desks)
    record(folder / "kiosk-audio" / "id" / "requirements.wav")
    with running_portal(folder, KIOSK_AUDIO="1") as portal:
        yield portal


def first_question(visit: OpenContext, portal: Portal, *scripts: str) -> Watched:
    watched = visit(size=TABLET, portal=portal)
    for each in scripts:
        watched.page.add_init_script(each)
    paired(watched, portal).page.click("[data-next]")
    return watched


def go_on(page: Page) -> None:
    page.locator(".step.current .answer").first.click()
    expect(page.locator(".step.current .number")).to_contain_text("2 ")


def test_a_recording_plays_on_a_tap_and_stops_on_the_next(
    visit: OpenContext, speaking: Portal
) -> None:
    watched = first_question(visit, speaking, SOUNDS)
    page = watched.page
    expect(page.locator(LISTEN)).to_have_text("Dengarkan pertanyaan")
    watched.assert_clean()
    assert page.evaluate("started") == 0

    page.click(LISTEN)
    expect(page.locator(LISTEN)).to_have_text("Berhenti")
    wait_until(lambda: page.evaluate("started") == 1, what="the recording's start")
    page.click(LISTEN)
    expect(page.locator(LISTEN)).to_have_text("Dengarkan pertanyaan")
    assert page.evaluate("started") == 1


def test_the_devices_own_voice_says_the_question_and_its_answers(
    visit: OpenContext, speaking: Portal
) -> None:
    page = first_question(visit, speaking, VOICES % OWN).page
    go_on(page)
    assert page.evaluate("said") == []

    page.click(LISTEN)
    (words,) = page.evaluate("said")
    assert words["voice"] == "own"
    assert "Seberapa mudah langkah yang harus Anda jalani?" in words["text"]
    assert words["text"].endswith("Tidak mudah. Kurang mudah. Mudah. Sangat mudah")
    page.click("[data-back]")
    assert page.evaluate("said").pop() == "cancelled"
    expect(page.locator(LISTEN)).to_have_text("Dengarkan pertanyaan")


def test_a_voice_from_afar_or_of_another_language_is_none(
    visit: OpenContext, speaking: Portal
) -> None:
    page = first_question(visit, speaking, VOICES % FOREIGN).page
    expect(page.locator(LISTEN)).to_be_visible()
    go_on(page)

    expect(page.locator(LISTEN)).to_be_hidden()


def test_a_recording_is_kept_for_when_the_network_is_away(
    visit: OpenContext, speaking: Portal
) -> None:
    page = paired(visit(size=TABLET, portal=speaking), speaking).page
    expect(page.locator("#kept")).to_be_visible()
    page.context.set_offline(True)
    page.add_init_script(SOUNDS)
    page.goto(f"{speaking.url}/kiosk/")
    page.click("[data-next]")
    page.click(LISTEN)

    wait_until(lambda: page.evaluate("started") == 1, what="the recording's start")
