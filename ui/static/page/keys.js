// Shortcuts of a single key. A reader can turn them off (WCAG 2.1.4), and they never fire while something is typed.

const SETTING = "onrecord.keys";
/** @type {Map<string, () => void>} */
const actions = new Map();
/** Of this visit, where storage is closed to the page. @type {"on" | "off" | null} */
let setting = null;

/**
 * Let a key do something.
 *
 * @param {string} key
 * @param {() => void} act
 */
export function onKey(key, act) {
  actions.set(key, act);
}

export function keysAreOn() {
  return readSetting() !== "off";
}

/** @param {boolean} on */
export function turnKeys(on) {
  setting = on ? "on" : "off";
  try {
    localStorage.setItem(SETTING, setting);
  } catch {
    // Storage is closed to this page: the setting lasts until it is left.
  }
}

function readSetting() {
  try {
    return setting || localStorage.getItem(SETTING);
  } catch {
    return setting;
  }
}

/** @param {EventTarget | null} target */
function isTyping(target) {
  return target instanceof HTMLElement && (target.isContentEditable || target.matches("input, textarea, select"));
}

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target) || !keysAreOn()) return;
  const act = actions.get(event.key);
  if (!act) return;
  event.preventDefault();
  act();
});
