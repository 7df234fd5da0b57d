// Elements of ours. Everything from an article or a reader gets in as textContent: nothing in it can become markup.

export function element(tag, className, text) {
  const made = document.createElement(tag);
  if (className) made.className = className;
  if (text !== undefined) made.textContent = text;
  return made;
}

export function button(className, text, onClick) {
  const made = element("button", className, text);
  made.type = "button";
  made.addEventListener("click", onClick);
  return made;
}

export function warning(text) {
  return element("p", "warning", text);
}

// "The Tidewater Post · 10 March 2024", of what is known; a right-to-left name in it turns nothing else around.
export function dotted(tag, className, parts) {
  const made = element(tag, className);
  for (const part of parts.filter(Boolean)) made.append(made.childNodes.length ? " · " : "", element("bdi", "", part));
  return made;
}
