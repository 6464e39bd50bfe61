// "Still there?"

import { tell } from "../tell.js";
import { chime } from "./chime.js";

/** The question beside the icon. It takes no focus, and any input answers it. */
export function stillThere() {
  const box = document.getElementById("still-there");
  const heard = document.getElementById("still-there-heard");
  let asked = false;

  return {
    isAsked: () => asked,
    /** Asks, with so many milliseconds left; `null` stops asking. */
    ask(remaining) {
      if (!box || (remaining === null && !asked)) return;
      const begins = !asked;
      asked = remaining !== null;
      if (asked && begins) {
        const at = new Date(Date.now() + remaining);
        const two = (number) => String(number).padStart(2, "0");
        box.querySelector("time").textContent = `${two(at.getHours())}:${two(at.getMinutes())}`;
        heard.textContent = box.querySelector("p").textContent;
        box.showPopover?.();
        chime();
      } else if (!asked) {
        heard.textContent = "";
        box.hidePopover?.();
      }
      tell("still-there", asked ? box.dataset.title : null);
    },
  };
}
