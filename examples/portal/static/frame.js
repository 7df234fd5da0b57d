// Says to On Record in the frame who its reader is. The token goes to that frame, at that origin, and to nobody else.

const frame = document.querySelector("iframe");
const onrecord = new URL(frame.src).origin;

window.addEventListener("message", async ({ source, origin, data }) => {
  if (source !== frame.contentWindow || origin !== onrecord) return;
  if (!data || data.type !== "onrecord:token-please") return;
  const response = await fetch("/onrecord-token", { cache: "no-store" }).catch(() => null);
  const { token } = response && response.ok ? await response.json() : { token: "" };
  frame.contentWindow.postMessage({ type: "onrecord:token", token }, onrecord);
});
