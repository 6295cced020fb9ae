// Tells the server where a timeline is scrolled to, and lets it be used by keys. What the person chose stays in the browser.
const key = "penneo-dashboard.timeline";
const nearTop = 80;
const ahead = 1200;

export function watch(server) {
  let stopped = false, scheduled = false, top = true, loading = false, keys = true;
  const timeline = () => document.querySelector("[data-testid=timeline]");
  const tell = (method, ...args) => server.invokeMethodAsync(method, ...args).catch(() => { /* the circuit is gone; the next page starts anew */ });

  // Asks for more before the reader sees an end. One at a time: each answer may need another.
  async function fill() {
    const list = timeline();
    if (!list || loading || stopped) return;
    const box = list.getBoundingClientRect();
    const method = list.dataset.older === "true" && box.bottom < innerHeight + ahead ? "OlderAsync"
      : list.dataset.newer === "true" && !top && box.top > -ahead ? "NewerAsync" : null;
    if (!method) return;
    loading = true;
    await tell(method);
    loading = false;
    schedule();
  }

  function look() {
    scheduled = false;
    if (stopped) return;
    const now = scrollY <= nearTop;
    if (now !== top) {
      top = now;
      tell("OnTopAsync", top);
    }
    fill();
  }

  function schedule() {
    if (scheduled) return;
    scheduled = true;
    requestAnimationFrame(look);
  }

  function move(step) {
    const titles = [...document.querySelectorAll("[data-testid=casefile-group] h2 a")];
    if (titles.length === 0) return;
    const at = titles.findIndex((x) => x.closest("[data-testid=casefile-group]").contains(document.activeElement));
    const next = at < 0 ? titles.findIndex((x) => x.getBoundingClientRect().top >= 0) : at + step;
    const title = titles[Math.min(Math.max(next, 0), titles.length - 1)];
    title.focus();
    title.scrollIntoView({ block: "nearest" });
  }

  function press(event) {
    if (!keys || event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented) return;
    if (event.target.closest?.("input, textarea, select, [contenteditable], [role=dialog], [role=listbox], [role=combobox]")) return;
    switch (event.key) {
      case "j": move(1); break;
      case "k": move(-1); break;
      case "f": document.activeElement?.closest("[data-testid=casefile-group]")?.querySelector(".group-fold")?.click(); break;
      case "/": document.querySelector("[data-testid=filter-bar] input")?.focus(); break;
      case "?": tell("ShowKeysAsync"); break;
      case "n": case "p": document.querySelector(`[data-key=${event.key}]:not(:disabled)`)?.click(); break;
      default: return;
    }
    event.preventDefault();
  }

  // Storage is refused in some private windows; the choice then lasts as long as the page.
  function recall() {
    let kept = null;
    try { kept = JSON.parse(localStorage.getItem(key)); } catch { /* see above */ }
    keys = kept?.keys !== false;
    return kept;
  }

  function remember(kept) {
    keys = kept.keys !== false;
    try { localStorage.setItem(key, JSON.stringify(kept)); } catch { /* see above */ }
  }

  function stop() {
    stopped = true;
    removeEventListener("scroll", schedule);
    removeEventListener("resize", schedule);
    document.removeEventListener("keydown", press);
  }

  addEventListener("scroll", schedule, { passive: true });
  addEventListener("resize", schedule, { passive: true });
  document.addEventListener("keydown", press);
  schedule();
  return { recall, remember, stop, toTop: () => scrollTo({ top: 0 }) };
}
