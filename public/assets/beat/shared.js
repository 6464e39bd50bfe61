// What the tabs of a browser share: a memory, and that one of them does what all were about to do.

// The browser's memory may be switched off; then it is asked for nothing and keeps nothing.

export function kept(name) {
  try {
    return localStorage.getItem(name);
  } catch {
    return null;
  }
}

export function keep(name, value) {
  try {
    localStorage.setItem(name, value);
  } catch {
    return;
  }
}

/** Does something, unless another tab is about to: of many that notice something together, one acts. */
export function forAll(name, act) {
  if (!navigator.locks) return act();
  return navigator.locks.request(name, { ifAvailable: true }, (lock) => (lock ? act() : undefined));
}
