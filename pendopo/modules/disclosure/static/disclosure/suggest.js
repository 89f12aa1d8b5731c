// Suggestions while the citizen types; without this the button finds the same.
(() => {
  const form = document.querySelector("[data-suggest]");
  const place = document.getElementById("saran"), told = document.getElementById("saran-kabar");
  const line = navigator.connection || {};
  // Whoever pays by the kilobyte or waits for each of them presses the button.
  if (!form || !place || !told || line.saveData || /2g/.test(line.effectiveType || "")) return;
  const input = form.elements.q;
  let last = input.value.trim(), timer, flight;

  const ask = async () => {
    const words = input.value.trim();
    if (words === last) return;
    last = words;
    if (flight) flight.abort();
    if (words.length < 3) {
      place.replaceChildren();
      told.textContent = "";
      return;
    }
    flight = new AbortController();
    const token = place.querySelector("[name=t]");
    const query = new URLSearchParams({ q: words, t: token ? token.value : "" });
    try {
      const answer = await fetch(`${form.dataset.suggest}?${query}`, { signal: flight.signal });
      // A button that has the focus is not taken away under the finger.
      if (!answer.ok || place.contains(document.activeElement)) return;
      place.innerHTML = await answer.text();
      told.textContent = place.firstElementChild.dataset.status;
    } catch {
      // Given up or cut off: the page stays as it is.
    }
  };
  input.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(ask, 350);
  });
})();
