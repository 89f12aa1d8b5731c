// Niceties only: every page works without them.
(() => {
  const $ = (css) => document.querySelectorAll(css);
  document.querySelector(".p-errors")?.focus();

  // A second press of the button while the first is under way is dropped (8 s: it may answer with a file).
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (form.method !== "post" || event.defaultPrevented) return;
    if (form.classList.contains("is-sent")) return event.preventDefault();
    form.classList.add("is-sent");
    // After the skip link the address ends in "#isi": kept, it would draw the focus from the summary of errors.
    form.setAttribute("action", (form.getAttribute("action") || location.href).split("#")[0]);
    setTimeout(() => form.classList.remove("is-sent"), 8000);
  });
  addEventListener("pageshow", () => $("form.is-sent").forEach((form) => form.classList.remove("is-sent")));

  for (const area of $("[data-limit]")) {
    const hint = document.getElementById(area.id + "_limit");
    if (!hint) continue;
    const words = hint.textContent;
    const count = () => {
      const typed = area.value.length, most = +area.dataset.limit;
      const shown = (n) => n.toLocaleString(document.documentElement.lang);
      hint.textContent = `${words} ${shown(typed)} / ${shown(most)}`;
      hint.classList.toggle("is-over", typed > most);
    };
    area.addEventListener("input", count);
    if (area.value) count();
  }

  // Drop-down menus close on Escape and when focus or pointer goes elsewhere.
  const menus = $(".p-menu, .w-drop");
  const close = (keep) => menus.forEach((menu) => { if (!menu.contains(keep)) menu.open = false; });
  addEventListener("pointerdown", (event) => close(event.target));
  addEventListener("focusin", (event) => close(event.target));
  addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    menus.forEach((menu) => {
      if (!menu.open) return;
      menu.open = false;
      menu.firstElementChild.focus();
    });
  });
})();
