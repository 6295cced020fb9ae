// Moves the picture of a casefile by dragging, walks its marks by keys, and keeps what is looked at in the middle while it is zoomed.
export function watch(root) {
  const scroller = root.querySelector(".swim-scroll");
  const picture = root.querySelector(".swim-picture");
  const names = root.querySelector(".swim-names");
  const marks = () => [...picture.querySelectorAll(".mark")];
  const at = (mark) => parseFloat(mark.querySelector(".dot").getAttribute("cx"));
  const lane = (mark) => Number(mark.dataset.lane);
  let width = picture.getBoundingClientRect().width;
  let drag = null;

  function go(mark) {
    if (!mark) return;
    for (const other of marks()) other.setAttribute("tabindex", other === mark ? "0" : "-1");
    mark.focus({ preventScroll: true });
    show(mark);
  }

  // The names stand before the left edge, so a mark just in view may be behind them.
  function show(mark) {
    const box = mark.querySelector(".dot").getBoundingClientRect(), frame = scroller.getBoundingClientRect();
    const left = frame.left + names.offsetWidth + 40, right = frame.right - 120;
    if (box.left < left) scroller.scrollLeft -= left - box.left;
    else if (box.right > right) scroller.scrollLeft += box.right - right;
    if (box.top < frame.top + 20) scroller.scrollTop -= frame.top + 20 - box.top;
    else if (box.bottom > frame.bottom - 20) scroller.scrollTop += box.bottom - frame.bottom + 20;
  }

  function nearest(mark, step) {
    const others = marks().filter((x) => (step < 0 ? lane(x) < lane(mark) : lane(x) > lane(mark)));
    const lanes = others.map(lane);
    const next = step < 0 ? Math.max(...lanes) : Math.min(...lanes);
    return others.filter((x) => lane(x) === next).sort((a, b) => Math.abs(at(a) - at(mark)) - Math.abs(at(b) - at(mark)))[0];
  }

  function press(event) {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const all = marks(), mark = event.target.closest(".mark"), index = all.indexOf(mark);
    switch (event.key) {
      case "ArrowRight": go(mark ? all[index + 1] : all[0]); break;
      case "ArrowLeft": go(mark ? all[index - 1] : all.at(-1)); break;
      case "ArrowUp": if (!mark) return; go(nearest(mark, -1)); break;
      case "ArrowDown": if (!mark) return; go(nearest(mark, 1)); break;
      case "Home": go(all[0]); break;
      case "End": go(all.at(-1)); break;
      case "+": case "=": root.querySelector("[data-zoom=in]").click(); break;
      case "-": root.querySelector("[data-zoom=out]").click(); break;
      case "0": root.querySelector("[data-zoom=fit]").click(); break;
      default: return;
    }
    event.preventDefault();
  }

  function down(event) {
    if (event.button !== 0 || event.pointerType !== "mouse" || event.target.closest(".mark")) return;
    drag = { x: event.clientX, y: event.clientY, left: scroller.scrollLeft, top: scroller.scrollTop };
    scroller.setPointerCapture(event.pointerId);
    scroller.classList.add("dragging");
  }

  function move(event) {
    if (!drag) return;
    scroller.scrollLeft = drag.left - event.clientX + drag.x;
    scroller.scrollTop = drag.top - event.clientY + drag.y;
  }

  function up() {
    drag = null;
    scroller.classList.remove("dragging");
  }

  // What stood in the middle before it grew stands there after it; a mark that has the focus comes first.
  const resized = new ResizeObserver(() => {
    const now = picture.getBoundingClientRect().width;
    if (now === width) return;
    const half = (scroller.clientWidth - names.offsetWidth) / 2;
    const middle = (scroller.scrollLeft + half) / width;
    width = now;
    scroller.scrollLeft = middle * now - half;
    const mark = document.activeElement?.closest?.(".mark");
    if (mark && picture.contains(mark)) show(mark);
  });

  scroller.addEventListener("keydown", press);
  scroller.addEventListener("pointerdown", down);
  scroller.addEventListener("pointermove", move);
  scroller.addEventListener("pointerup", up);
  scroller.addEventListener("pointercancel", up);
  resized.observe(picture);
  scroller.dataset.watched = "true";

  return { stop: () => { resized.disconnect(); scroller.removeEventListener("keydown", press); } };
}
