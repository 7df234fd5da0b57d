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

// A link whose words come from an article or a reader, in whatever script they are.
export function link(className, text, address) {
  const made = element("a", className, text);
  made.href = address;
  made.dir = "auto";
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
