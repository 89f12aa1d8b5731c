// Drawing a box: drag with mouse or pen, or touch two corners. It fills in the form, which works without this too.
(() => {
  const paper = document.querySelector("[data-draw]"), form = document.querySelector("[data-draw-form]");
  if (!paper || !form) return;
  paper.dataset.ready = "";
  const field = (name) => form.elements[`kotak-${name}`];
  const band = document.createElement("div");
  band.className = "r-band";
  let from = null;

  const place = (event) => {
    const box = paper.getBoundingClientRect();
    const share = (at, start, size) => Math.min(Math.max(((at - start) / size) * 100, 0), 100);
    return [share(event.clientX, box.left, box.width), share(event.clientY, box.top, box.height)];
  };
  const between = (to) => ({
    x: Math.min(from[0], to[0]), y: Math.min(from[1], to[1]),
    width: Math.abs(from[0] - to[0]), height: Math.abs(from[1] - to[1]),
  });
  const show = (to) => {
    const box = between(to);
    Object.assign(band.style, {
      left: `${box.x}%`, top: `${box.y}%`, width: `${box.width}%`, height: `${box.height}%`,
    });
    paper.append(band);
  };
  const drop = () => { from = null; band.remove(); };
  const finish = (to) => {
    const box = between(to);
    from = null;
    // A click that did not move was no drawing.
    if (box.width < 0.4 || box.height < 0.3) return drop();
    for (const name in box) field(name).value = box[name].toFixed(3);
    const reason = field("reason");
    const known = reason.value && (reason.value !== "other" || field("reason_text").value.trim());
    if (known) form.requestSubmit();
    else (reason.value ? field("reason_text") : reason).focus();
  };

  paper.addEventListener("pointerdown", (event) => {
    if (event.pointerType === "touch" || event.button) return;
    event.preventDefault();
    from = place(event);
    paper.setPointerCapture(event.pointerId);
  });
  paper.addEventListener("pointermove", (event) => { if (from && event.pointerType !== "touch") show(place(event)); });
  paper.addEventListener("pointerup", (event) => { if (from && event.pointerType !== "touch") finish(place(event)); });
  paper.addEventListener("pointercancel", (event) => { if (event.pointerType !== "touch") drop(); });
  // A finger that is dragged scrolls; two touches are two corners.
  paper.addEventListener("click", (event) => {
    if (event.pointerType !== "touch") return;
    const here = place(event);
    if (!from) { from = here; show([here[0] + 1, here[1] + 1]); }
    else { show(here); finish(here); }
  });
  addEventListener("keydown", (event) => { if (event.key === "Escape") drop(); });
})();
