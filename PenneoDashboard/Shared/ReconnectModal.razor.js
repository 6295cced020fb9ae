// Blazor tells the connection's state by events on this element:
// show | retrying | hide | failed | rejected | paused | resume-failed.
const banner = document.getElementById("components-reconnect-modal");
const button = document.getElementById("components-reconnect-button");
const reconnectingLabel = button.dataset.reconnecting;
const stoppedLabel = button.dataset.stopped;
const before = new Map();

// The server can't render now, so the badges are set here. The label's text node is changed in place:
// Blazor keeps a reference to it and would go on writing to a node no longer in the page.
function mark(state, label) {
  for (const badge of document.querySelectorAll("[data-testid='live-status']")) {
    const text = badge.querySelector(".live-label")?.firstChild ?? null;
    if (!before.has(badge) && badge.dataset.state !== state) {
      before.set(badge, { state: badge.dataset.state, text, label: text?.nodeValue });
    }
    badge.dataset.state = state;
    if (text) text.nodeValue = label;
  }
}

const markReconnecting = () => mark("reconnecting", reconnectingLabel);

// What the server has rendered in the meantime wins over what is remembered.
function restore() {
  for (const [badge, { state, text, label }] of before) {
    if (badge.dataset.state === "reconnecting") badge.dataset.state = state;
    if (text?.nodeValue === reconnectingLabel) text.nodeValue = label;
  }
  before.clear();
}

function retryWhenPossible() {
  document.addEventListener("visibilitychange", retryIfVisible);
  window.addEventListener("online", retry);
}

function stopWaiting() {
  document.removeEventListener("visibilitychange", retryIfVisible);
  window.removeEventListener("online", retry);
}

function retryIfVisible() {
  if (document.visibilityState === "visible") retry();
}

// reconnect() and resumeCircuit() answer false when the server is there but no longer knows the circuit,
// and throw when it can't be reached.
async function retry() {
  stopWaiting();
  button.disabled = true;
  try {
    const paused = banner.classList.contains("components-reconnect-paused")
      || banner.classList.contains("components-reconnect-resume-failed");
    const there = paused ? await Blazor.resumeCircuit() : await Blazor.reconnect();
    if (there === false) location.reload();
  } catch {
    retryWhenPossible();
  } finally {
    button.disabled = false;
  }
}

banner.addEventListener("components-reconnect-state-changed", ({ detail }) => {
  switch (detail.state) {
    case "hide":
      stopWaiting();
      restore();
      break;
    case "rejected":
    case "resume-failed":
      // The circuit is gone: everything a page shows can be read again, so a fresh page is the honest answer.
      location.reload();
      break;
    case "failed":
      markReconnecting();
      retryWhenPossible();
      break;
    default:
      markReconnecting();
  }
});

button.addEventListener("click", retry);

// Blazor shows this element when the circuit has failed for good: nothing is live any more.
const stopped = document.getElementById("blazor-error-ui");
new MutationObserver(() => {
  if (stopped.style.display === "block") mark("error", stoppedLabel);
}).observe(stopped, { attributes: true, attributeFilter: ["style"] });
