// Reads a question aloud when somebody asks for it: the operator's recording where there is one,
// else a voice of the device itself. Nothing starts by itself, and no text leaves the device.
(() => {
  const button = document.getElementById("listen"),
    speech = globalThis.speechSynthesis,
    language = document.documentElement.lang,
    invitation = button.textContent;
  let step = null,
    silence = null,
    sound = null;

  // A voice that is not the device's own would send the words to somebody else's machine.
  const voice = () =>
    speech
      ?.getVoices()
      .find((each) => each.localService && each.lang.split(/[-_]/)[0].toLowerCase() === language);

  const recording = () => step?.querySelector("[data-audio]")?.dataset.audio;

  const offer = () => {
    button.hidden = !(step?.querySelector(".question") && (recording() || voice()));
  };

  const stop = () => {
    silence?.();
    silence = null;
    button.textContent = invitation;
  };

  const words = () =>
    [...step.querySelectorAll("legend, .answer")]
      .map((each) => each.textContent.replace(/\s+/g, " ").trim())
      .join(". ");

  const speak = () => {
    const said = new SpeechSynthesisUtterance(words());
    said.voice = voice();
    said.lang = said.voice.lang;
    silence = () => speech.cancel();
    said.onend = said.onerror = () => said.voice && stop();
    speech.speak(said);
  };

  const play = async () => {
    let isWanted = true;
    silence = () => {
      isWanted = false;
    };
    const answer = await fetch(recording());
    if (!answer.ok) throw new Error(answer.status);
    sound = sound || new AudioContext();
    const source = sound.createBufferSource();
    source.buffer = await sound.decodeAudioData(await answer.arrayBuffer());
    if (!isWanted) return;
    source.connect(sound.destination);
    source.onended = () => isWanted && stop();
    silence = () => {
      isWanted = false;
      source.stop();
    };
    source.start();
  };

  const read = async () => {
    if (silence) return stop();
    button.textContent = button.dataset.stop;
    const asked = step;
    try {
      if (recording()) await play();
      else speak();
    } catch {
      // The recording is out of reach or broken; a voice may say it instead.
      if (asked === step && silence && voice()) speak();
      else stop();
    }
  };

  button.addEventListener("click", read);
  document.addEventListener("kiosk-step", (event) => {
    stop();
    step = event.detail;
    offer();
  });
  speech?.addEventListener?.("voiceschanged", offer);
})();
