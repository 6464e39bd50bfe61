// A sound, for those who want one.

import { forAll, keep, kept } from "./shared.js";

const SOUND = "porchlight_sound";

/** Two soft notes, where this browser is to make a sound; in one of its tabs. */
export function chime() {
  if (kept(SOUND) !== "on") return;
  const play = async () => {
    const audio = new AudioContext();
    [660, 880].forEach((pitch, index) => {
      const from = audio.currentTime + index * 0.2;
      const note = new OscillatorNode(audio, { frequency: pitch });
      const volume = new GainNode(audio, { gain: 0 });
      volume.gain.setTargetAtTime(0.12, from, 0.02);
      volume.gain.setTargetAtTime(0, from + 0.15, 0.08);
      note.connect(volume).connect(audio.destination);
      note.start(from);
      note.stop(from + 0.6);
    });
    await new Promise((resolve) => setTimeout(resolve, 1500));
    await audio.close();
  };
  // A browser in which nobody has clicked yet makes no sound.
  forAll("porchlight-chime", () => play().catch(() => {}));
}

/** The choice whether this browser makes a sound: a checkbox that is there only where it can work. */
class SoundChoice extends HTMLElement {
  connectedCallback() {
    const box = this.querySelector("input");
    if (!box) return;
    box.checked = box.defaultChecked = kept(SOUND) === "on";
    box.onchange = () => {
      keep(SOUND, box.checked ? "on" : "off");
      box.defaultChecked = box.checked;
      chime();
    };
    this.hidden = false;
  }
}
customElements.define("pl-sound", SoundChoice);
