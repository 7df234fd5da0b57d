// Says to On Record in the frame who its reader is. The token goes to that frame, at that origin, and to nobody else.

const frame = document.querySelector("iframe");
const onrecord = new URL(frame.src).origin;

async function tokenOfReader() {
  try {
    const response = await fetch("/onrecord-token", { cache: "no-store" });
    return response.ok ? (await response.json()).token : "";
  } catch {
    return ""; // nobody is signed in, or this site does not answer
  }
}

window.addEventListener("message", async ({ source, origin, data }) => {
  if (source !== frame.contentWindow || origin !== onrecord) return;
  if (!data || data.type !== "onrecord:token-please") return;
  frame.contentWindow.postMessage({ type: "onrecord:token", token: await tokenOfReader() }, onrecord);
});
