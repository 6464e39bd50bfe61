// A person's hand on this browser.

const INPUT = ["pointerdown", "pointermove", "keydown", "wheel", "touchstart", "scroll"];

/** Calls back for all input, but not for what a script pretends. */
export function onInput(touched) {
  // A browser tells of a move as well when something moved below a pointer that rests.
  let pointer = null;
  const isOnlyTheLayout = ({ type, screenX, screenY }) => {
    if (type !== "pointermove") return false;
    const before = pointer;
    pointer = { screenX, screenY };
    return !before || (before.screenX === screenX && before.screenY === screenY);
  };
  const hear = (event) => event.isTrusted && !isOnlyTheLayout(event) && touched();
  for (const name of INPUT) addEventListener(name, hear, { passive: true, capture: true });
}
