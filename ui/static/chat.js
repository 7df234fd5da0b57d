"use strict";

// Two things the chat component leaves undone, both when a message appears.
(() => {
  const messages = '[data-testid="user"][aria-label], [data-testid="bot"][aria-label]';

  // Its label for screen readers is the message's HTML source, tags and all; the message itself reads better.
  function unlabel() {
    for (const message of document.querySelectorAll(messages)) message.removeAttribute("aria-label");
  }

  // A new question goes to the top, so that its answer is read from the beginning while it grows.
  function showFromTheTop(row) {
    const questions = document.querySelectorAll("#conversation .user-row");
    if (row === questions[questions.length - 1]) row.scrollIntoView({ block: "start" });
  }

  new MutationObserver((changes) => {
    unlabel();
    for (const node of changes.flatMap((change) => [...change.addedNodes])) {
      if (node.nodeType === Node.ELEMENT_NODE && node.matches("#conversation .user-row")) showFromTheTop(node);
    }
  }).observe(document.body, { subtree: true, childList: true, attributeFilter: ["aria-label"] });
})();
