"use strict";

// Two things the chat component leaves undone, both when a message appears.
(() => {
  // Its label for screen readers is the message's HTML source, tags and all; the message itself reads better.
  function unlabel(root) {
    for (const message of root.querySelectorAll('[data-testid="user"], [data-testid="bot"]')) {
      message.removeAttribute("aria-label");
    }
  }

  // A new question goes to the top, so that its answer is read from the beginning while it grows.
  function showFromTheTop(row) {
    const questions = document.querySelectorAll("#conversation .user-row");
    if (row === questions[questions.length - 1]) row.scrollIntoView({ block: "start" });
  }

  new MutationObserver((changes) => {
    for (const change of changes) {
      if (change.type === "attributes") change.target.removeAttribute("aria-label");
      for (const node of change.addedNodes) {
        if (node.nodeType !== Node.ELEMENT_NODE) continue;
        unlabel(node);
        if (node.matches("#conversation .user-row")) showFromTheTop(node);
      }
    }
  }).observe(document.body, { subtree: true, childList: true });
})();
