// Niceties only: every page works without them.
(() => {
  const $ = (css) => document.querySelectorAll(css);
  const [errors] = $(".p-errors");
  errors?.focus();

  const free = () => $("form.is-sent").forEach((form) => form.classList.remove("is-sent"));
  // A second press while the first is under way is dropped (8 s: it may answer with a file).
  addEventListener("submit", (event) => {
    const form = event.target;
    if (form.method !== "post" || event.defaultPrevented) return;
    if (form.classList.contains("is-sent")) return event.preventDefault();
    form.classList.add("is-sent");
    // Going back asks for this page, not to send it anew.
    if (errors) history.replaceState(null, "");
    // Kept, the skip link's "#isi" would draw the focus from the errors.
    form.setAttribute("action", (form.getAttribute("action") || location.href).split("#")[0]);
    setTimeout(free, 8000);
  });
  addEventListener("pageshow", free);

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

  // Menus close on Escape and when focus or pointer goes elsewhere.
  const menus = $(".p-menu, .w-drop");
  const close = (keep) => menus.forEach((menu) => { if (!menu.contains(keep)) menu.open = false; });
  addEventListener("pointerdown", (event) => close(event.target));
  addEventListener("focusin", (event) => close(event.target));
  addEventListener("keydown", (event) => {
    menus.forEach((menu) => {
      if (event.key !== "Escape" || !menu.open) return;
      menu.open = false;
      menu.firstElementChild.focus();
    });
  });
})();
