// Typing sheets from paper: digits choose and move on, 0 leaves out, Backspace goes back. The form works without it.
(() => {
  const form = document.querySelector("[data-type]");
  if (!form) return;
  const groups = [...form.querySelectorAll(".s-q:has([type=radio])")], after = form.querySelector("select, textarea");
  const focusOn = (n) => {
    if (n >= groups.length) return after.focus();
    const inside = groups[Math.max(n, 0)];
    (inside.querySelector(":checked") || inside.querySelector("[type=radio]")).focus();
    inside.scrollIntoView({ block: "nearest" });
  };
  form.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.altKey || event.metaKey) return;
    const group = event.target.closest(".s-q"), here = groups.indexOf(group);
    if (here >= 0) {
      const radios = [...group.querySelectorAll("[type=radio]")];
      if (/^[0-9]$/.test(event.key)) {
        const chosen = radios[Number(event.key) - 1];
        // A digit that is no answer is not taken for one, and the place is kept.
        if (event.key !== "0" && !chosen) return event.preventDefault();
        radios.forEach((each) => { each.checked = each === chosen; });
        event.preventDefault();
        focusOn(here + 1);
      } else if (event.key === "Backspace") {
        event.preventDefault();
        focusOn(here - 1);
      }
    } else if (event.target.matches("select") && /^[0-9]$/.test(event.key)) {
      const select = event.target, selects = [...form.querySelectorAll("select")];
      event.preventDefault();
      if (Number(event.key) >= select.options.length) return;
      select.selectedIndex = Number(event.key);
      (selects[selects.indexOf(select) + 1] || form.querySelector("textarea") || form.querySelector(".p-btn")).focus();
    }
  });
  if (!document.querySelector(".p-errors")) focusOn(0);
})();
