// Columns that are dragged to another width. The server is told at the end only; until then the browser shows it by itself.
const step = 16, least = 40;

export function watch(scroll, server) {
  const column = (grip) => grip.closest("th");
  const tell = (th, width) => server.invokeMethodAsync("OnResizedAsync", th.dataset.column, width).catch(() => { /* the circuit is gone; the next page starts anew */ });

  function resize(th, width) {
    th.style.width = `${Math.max(least, Math.round(width))}px`;
    return parseInt(th.style.width, 10);
  }

  scroll.addEventListener("pointerdown", (down) => {
    const grip = down.target.closest(".col-grip");
    if (!grip || down.button !== 0) return;
    down.preventDefault();
    grip.setPointerCapture(down.pointerId);
    const th = column(grip), start = th.getBoundingClientRect().width;
    let width = null;
    const move = (e) => { width = resize(th, start + e.clientX - down.clientX); };
    const up = () => {
      grip.removeEventListener("pointermove", move);
      if (width !== null) tell(th, width);
    };
    grip.addEventListener("pointermove", move);
    grip.addEventListener("lostpointercapture", up, { once: true });
  });

  scroll.addEventListener("dblclick", (event) => {
    const grip = event.target.closest(".col-grip");
    if (!grip) return;
    column(grip).style.width = "";
    tell(column(grip), null);
  });

  scroll.addEventListener("keydown", (event) => {
    const grip = event.target.closest(".col-grip");
    const by = { ArrowLeft: -step, ArrowRight: step }[event.key];
    if (!grip || !by) return;
    event.preventDefault();
    const th = column(grip);
    tell(th, resize(th, th.getBoundingClientRect().width + by));
  });
}
