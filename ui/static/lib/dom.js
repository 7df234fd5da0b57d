// Elements of ours. Everything from an article or a reader gets in as textContent: nothing in it can become markup.

/**
 * Create an element.
 *
 * @template {keyof HTMLElementTagNameMap} Tag
 * @param {Tag} tag
 * @param {string} [className]
 * @param {string} [text]
 * @returns {HTMLElementTagNameMap[Tag]}
 */
export function element(tag, className = "", text = "") {
  const created = document.createElement(tag);
  if (className) created.className = className;
  if (text) created.textContent = text;
  return created;
}

/**
 * Create a button that submits nothing.
 *
 * @param {string} className
 * @param {string} text
 * @param {() => void} onClick
 */
export function button(className, text, onClick) {
  const created = element("button", className, text);
  created.type = "button";
  created.addEventListener("click", () => onClick());
  return created;
}

/**
 * Create a link whose words come from an article or a reader, in whatever script they are.
 *
 * @param {string} className
 * @param {string} text
 * @param {string} address
 */
export function link(className, text, address) {
  const created = element("a", className, text);
  created.href = address;
  created.dir = "auto";
  return created;
}

/**
 * Create a link that leads out of this page, to a page that learns nothing of ours.
 *
 * @param {string} text
 * @param {string} address
 */
export function outsideLink(text, address) {
  const created = element("a", "outside", text);
  created.href = address;
  created.target = "_blank";
  created.rel = "noopener noreferrer";
  return created;
}

/** @param {string} text */
export function warning(text) {
  return element("p", "warning", text);
}

/**
 * Create "The Tidewater Post · 10 March 2024" of the parts that are known; a right-to-left name in it turns nothing
 * else around.
 *
 * @template {keyof HTMLElementTagNameMap} Tag
 * @param {Tag} tag
 * @param {string} className
 * @param {(string | null | undefined)[]} parts
 */
export function dotted(tag, className, parts) {
  const created = element(tag, className);
  for (const part of parts) {
    if (part) created.append(created.childNodes.length ? " · " : "", element("bdi", "", part));
  }
  return created;
}

/**
 * Find the one element that a page of ours is known to have.
 *
 * @template {Element} Kind
 * @param {ParentNode} root
 * @param {string} selector
 * @param {new () => Kind} kind
 * @throws {Error} where there is none of that kind
 */
export function find(root, selector, kind) {
  const found = root.querySelector(selector);
  if (found instanceof kind) return found;
  throw new Error(`there is no ${selector} on this page`);
}

/**
 * Return the closest element around what an event happened to, itself included.
 *
 * @param {Event} event
 * @param {string} selector
 * @returns {HTMLElement | null}
 */
export function closest({ target }, selector) {
  return target instanceof Element ? target.closest(selector) : null;
}
