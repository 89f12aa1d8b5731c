// The screen at a counter: keeps every answer on the device first, then sends it, now or when the network is back.
// Without this script the page is a plain form.
(() => {
  const root = document.querySelector("[data-kiosk]"), form = root && root.querySelector("form");
  if (!form || !window.indexedDB || !window.fetch) return;
  const at = (id) => document.getElementById(id), told = root.dataset;
  const opened = new Promise((done, failed) => {
    const asked = indexedDB.open(`layar-${told.kiosk}`, 1);
    asked.onupgradeneeded = () => asked.result.createObjectStore("jawaban", { keyPath: "key" });
    asked.onsuccess = () => done(asked.result);
    asked.onerror = () => failed(asked.error);
  });
  const inStore = async (mode, work) => {
    const base = await opened;
    return new Promise((done, failed) => {
      const turn = base.transaction("jawaban", mode, { durability: "strict" }), asked = work(turn.objectStore("jawaban"));
      turn.oncomplete = () => done(asked.result);
      turn.onerror = turn.onabort = () => failed(turn.error);
    });
  };
  const newKey = () => Array.from(crypto.getRandomValues(new Uint8Array(16)), (n) => n.toString(16).padStart(2, "0")).join("");

  // Sending: as often as it takes; the server knows each key.
  let sending = false, again;
  const count = async () => {
    const n = await inStore("readonly", (store) => store.count());
    at("s-waiting").textContent = n ? told.waiting.replace("{n}", n) : told.allSent;
    root.dataset.left = n;
    return n;
  };
  const send = async () => {
    if (sending) return;
    sending = true;
    clearTimeout(again);
    const passed = new Set();
    try {
      for (;;) {
        const kept = await inStore("readonly", (store) => store.getAll());
        const some = kept.filter((each) => !passed.has(each.key)).slice(0, 50);
        if (!some.length) break;
        const answer = await fetch(told.send, {
          method: "POST", credentials: "same-origin",
          headers: { "Content-Type": "application/json" }, body: JSON.stringify({ answers: some }),
        });
        const said = await answer.json();
        at("s-trouble").textContent = said.reason || "";
        if (!answer.ok) break;
        // What the survey does not take now stays here until it is open again.
        said.held.forEach((key) => passed.add(key));
        const gone = [...said.done, ...said.refused];
        if (!gone.length && !said.held.length) break;
        await inStore("readwrite", (store) => {
          gone.forEach((key) => store.delete(key));
          return store.count();
        });
      }
    } catch {
      // No network: everything stays where it is.
    }
    sending = false;
    if (await count()) again = setTimeout(send, 30000);
  };
  addEventListener("online", send);

  // Steps: one question at a time, or all of them.
  const steps = [...form.querySelectorAll("[data-step]")], single = told.layout === "single";
  const place = form.querySelector(".s-place"), back = at("s-back"), on = at("s-on"), go = form.querySelector(".s-send");
  let now = 0;
  const show = (step, focus) => {
    now = Math.max(0, Math.min(step, steps.length - 1));
    if (!single) return;
    steps.forEach((each, n) => { each.hidden = n !== now; });
    back.hidden = !now;
    on.hidden = now === steps.length - 1;
    go.hidden = !on.hidden;
    place.hidden = false;
    place.textContent = told.place.replace("{n}", now + 1).replace("{total}", steps.length);
    document.body.classList.toggle("is-first", !now);
    if (focus) {
      steps[now].tabIndex = -1;
      steps[now].focus();
    }
  };
  back.addEventListener("click", () => show(now - 1, true));
  on.addEventListener("click", () => show(now + 1, true));
  // A finger moves on by itself; arrow keys only choose.
  form.addEventListener("click", (event) => {
    if (!single || !event.detail || !event.target.matches("input[type=radio]")) return;
    const here = now;
    setTimeout(() => { if (now === here) show(here + 1, true); }, 250);
  });

  const read = () => {
    const filled = new FormData(form), values = {}, about = {};
    for (const [name, value] of filled) {
      if (name.startsWith("u_")) values[name.slice(2)] = Number(value);
      if (name.startsWith("r_") && value) about[name.slice(2)] = value;
    }
    return {
      key: newKey(), survey: told.survey, service: filled.get("layanan") || told.service,
      values, told: about, comment: filled.get("comment") || "", at: new Date().toISOString(),
    };
  };
  const reset = () => {
    clearTimeout(later);
    at("s-idle").close();
    if (location.search) return location.replace(location.pathname);
    form.reset();
    form.hidden = false;
    at("s-thanks").hidden = at("s-empty").hidden = true;
    show(0);
    scrollTo(0, 0);
  };
  let later;
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    if (form.hidden) return;
    const filled = read();
    if (!filled.service) return show(0, true);
    at("s-empty").hidden = Object.keys(filled.values).length > 0;
    if (!at("s-empty").hidden) return show(single ? steps.findIndex((each) => each.querySelector("[type=radio]")) : 0, true);
    form.hidden = true;
    try {
      await inStore("readwrite", (store) => store.put(filled));
    } catch {
      // Nothing may be thanked for that is not kept: the plain way.
      at("s-trouble").textContent = told.noStore;
      form.hidden = false;
      return form.submit();
    }
    at("s-thanks").hidden = false;
    at("s-thanks").focus();
    later = setTimeout(reset, 8000);
    await count();
    send();
  });
  at("s-next").addEventListener("click", reset);

  // Idle: ask, then forget what the visitor left behind.
  let rest, grace;
  const touched = () => form.hidden || location.search || now || Object.keys(read().values).length;
  const stay = () => {
    clearTimeout(rest);
    clearTimeout(grace);
    at("s-idle").close();
    rest = setTimeout(() => {
      if (!touched()) return stay();
      at("s-idle").showModal();
      grace = setTimeout(() => { reset(); stay(); }, told.grace * 1000);
    }, told.idle * 1000);
  };
  ["pointerdown", "keydown"].forEach((name) => addEventListener(name, stay));
  at("s-stay").addEventListener("click", stay);

  if (document.fullscreenEnabled) {
    at("s-full").hidden = false;
    at("s-full").addEventListener("click", () => document.documentElement.requestFullscreen());
  }

  // A reload without network: the worker answers from what is kept here.
  const keep = async () => {
    await navigator.serviceWorker.register(told.worker);
    await navigator.serviceWorker.ready;
    const loaded = performance.getEntriesByType("resource").map((each) => each.name.split("#")[0]);
    const own = loaded.filter((each) => each.startsWith(`${location.origin}/`) && /\.(css|js|woff2|svg)$/.test(each) && !each.endsWith(told.worker));
    const pages = told.addresses.split(" ").map((each) => location.pathname + each);
    await (await caches.open("layar")).addAll([...new Set([location.pathname, ...pages, ...own])]);
    root.dataset.ready = "";
  };
  document.body.classList.add("is-running");
  show(steps.findIndex((each) => each.matches(".is-error")));
  stay();
  send();
  if ("serviceWorker" in navigator && navigator.onLine) keep().catch(() => {});
})();
