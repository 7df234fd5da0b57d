// Shortcuts of a single key. A reader can turn them off (WCAG 2.1.4), and they never fire while something is typed.

const SETTING = "onrecord.keys";
const actions = new Map();

export function onKey(key, act) {
  actions.set(key, act);
}

export function keysAreOn() {
  return read() !== "off";
}

export function turnKeys(on) {
  try {
    localStorage.setItem(SETTING, on ? "on" : "off");
  } catch {
    // Storage is closed to this page: the setting lasts until it is left.
  }
  setting = on ? "on" : "off";
}

let setting = null;

function read() {
  try {
    return setting || localStorage.getItem(SETTING);
  } catch {
    return setting;
  }
}

function typing(target) {
  return target.isContentEditable || target.matches("input, textarea, select");
}

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || typing(event.target) || !keysAreOn()) return;
  const act = actions.get(event.key);
  if (!act) return;
  event.preventDefault();
  act();
});
