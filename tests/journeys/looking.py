"""What is looked for in a page, inside the browser: whatever axe finds, and what it does not look for."""

from __future__ import annotations

from axe_playwright_python.base import AXE_SCRIPT

# As axe does it for letters on plain grounds, in a hundredth of its time.
CONTRAST = """() => {
  const number = (colour) => { const [r, g, b, a = 1] = colour.match(/[0-9.]+/g).map(Number); return [r, g, b, a]; };
  const over = (top, below) => [0, 1, 2].map((n) => top[n] * top[3] + below[n] * (1 - top[3]));
  const light = (rgb) => rgb.map((part) => part / 255)
    .map((part) => part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4)
    .reduce((sum, part, n) => sum + part * [0.2126, 0.7152, 0.0722][n], 0);
  const grounds = new Map([[null, [255, 255, 255]]]);
  const ground = (one) => {
    if (!grounds.has(one)) {
      const style = getComputedStyle(one), below = ground(one.parentElement);
      const painted = style.backgroundImage !== "none" || below === undefined;
      grounds.set(one, painted ? undefined : over(number(style.backgroundColor), below));
    }
    return grounds.get(one);
  };
  const complaints = [], walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT), seen = new Set();
  while (walker.nextNode()) {
    const one = walker.currentNode.parentElement;
    if (!walker.currentNode.data.trim() || seen.has(one) || one.closest("[disabled], [aria-disabled=true], script, style")) continue;
    seen.add(one);
    if (!one.checkVisibility({opacityProperty: true, visibilityProperty: true})) continue;
    const below = ground(one);
    if (below === undefined) continue;
    const style = getComputedStyle(one), size = parseFloat(style.fontSize);
    const two = [light(over(number(style.color), below)), light(below)].sort((a, b) => b - a);
    const ratio = (two[0] + 0.05) / (two[1] + 0.05);
    const wanted = size >= 24 || (size >= 18.66 && style.fontWeight >= 700) ? 3 : 4.5;
    if (ratio < wanted) complaints.push(`contrast ${ratio.toFixed(2)} of "${one.innerText.trim().slice(0, 40)}"`);
  }
  return complaints;
}"""
AXE = """async (rules, where) => (await axe.run(where || document, rules)).violations.map((found) =>
  `${found.id} (${found.impact}): ${found.help}: ` +
  found.nodes.slice(0, 5).map((node) => node.target.join(" ")).join("; "))"""
# What axe does not look for, and what the two telephones can differ in: no rule of the stylesheets begins between their
# widths, as a test holds. Links within a sentence may be as small as the letters (WCAG 2.5.8).
LOOK = """() => {
  const complaints = [], root = document.documentElement, say = (words) => complaints.push(words);
  const name = (one) => one.tagName.toLowerCase() + (one.id ? "#" + one.id : "." + one.className) + " " +
    (one.innerText || one.value || "").trim().slice(0, 40);
  if (root.scrollWidth > root.clientWidth) {
    const wide = [...document.querySelectorAll("body *")].filter((one) =>
      one.getBoundingClientRect().right > root.clientWidth + 1 && !one.closest(".p-scroll"));
    say(`is ${root.scrollWidth - root.clientWidth} px too wide: ${wide.slice(0, 3).map(name).join("; ")}`);
  }
  if (document.querySelectorAll("h1").length !== 1) say("has not exactly one h1");
  const kinds = "a[href], button, input:not([type=hidden]), select, textarea, summary, [tabindex='0']", targets = [];
  for (const one of document.querySelectorAll(kinds)) {
    const box = one.getBoundingClientRect(), style = getComputedStyle(one);
    if (!one.checkVisibility() || style.display === "inline" || box.right < 0 || one.matches(".p-skip")) continue;
    if (box.width < 23.9 || box.height < 23.9) say(`target ${name(one)} is ${box.width} × ${box.height}`);
    for (const [other, its] of targets) {
      const wide = Math.min(box.right, its.right) - Math.max(box.left, its.left);
      const high = Math.min(box.bottom, its.bottom) - Math.max(box.top, its.top);
      if (wide > 1 && high > 1 && !other.contains(one)) say(`target ${name(one)} lies over ${name(other)}`);
    }
    targets.push([one, box]);
  }
  for (const one of document.querySelectorAll("body *")) {
    if (one.scrollWidth - one.clientWidth < 14 && one.scrollHeight - one.clientHeight < 14) continue;
    const scrolls = (side) => ["auto", "scroll"].includes(getComputedStyle(one)[side]);
    const much = (scrolls("overflowX") && one.scrollWidth - one.clientWidth >= 14) ||
      (scrolls("overflowY") && one.scrollHeight - one.clientHeight >= 14);
    const reached = one.tabIndex >= 0 || [...one.querySelectorAll("*")].some((each) => each.tabIndex >= 0);
    if (much && one.checkVisibility() && !reached) say(`${name(one)} scrolls and takes no focus`);
  }
  return complaints;
}"""
# In each page from its beginning, so that the browser compiles it once for all pages.
CHECKS = f"""Object.defineProperty(window, "checks", {{ value: {{
  look: {LOOK}, contrast: {CONTRAST}, axe: {AXE}, prepare() {{ {AXE_SCRIPT} }} }} }})"""
AT_ONE_WIDTH = """async ([rules, where]) =>
  [...(rules ? await checks.axe(rules, where) : []), ...checks.look(), ...checks.contrast()]"""
# A page that is not painted has styles and boxes when they are asked for, and only then fetches what these name.
STANDS = """async () => {
  const isWhole = () => document.documentElement.offsetHeight > 0 && document.readyState === "complete" &&
    document.fonts.status === "loaded";
  for (let tries = 0; !isWhole(); tries++) {
    if (tries === 6000) throw new Error("the page does not come to rest");
    await new Promise((go) => setTimeout(go, 5));
  }
}"""
# What a page offers, in words.
OFFERED = """() => [...document.querySelectorAll("h1, a[href], button, input, select, textarea, summary")]
  .filter((one) => one.checkVisibility({visibilityProperty: true}) && one.getClientRects().length)
  .map((one) => one.tagName + " " + one.innerText)"""
# What lies around the page's own part, apart from its words and addresses: the same for many pages; empty without such a part.
FRAME = """() => document.querySelector("main") === null ? "" : [...document.querySelectorAll("body, body *")]
  .filter((one) => !one.closest("main"))
  .map((one) => [one.tagName, Boolean(one.textContent.trim()), ...[...one.attributes].map((each) =>
    ["href", "value", "action"].includes(each.name) ? each.name : `${each.name}=${each.value}`)].join(" ")).join()"""
# What the stylesheets can tell apart of each piece of text and of all that it stands in: one way leads to one look.
WAYS = """() => {
  const told = /^(class|type|open|scope|role|multiple|hidden|disabled|aria-(current|pressed|invalid|disabled))$/;
  const ways = new Map([[null, ""]]), found = new Set();
  const way = (one) => {
    if (!ways.has(one)) ways.set(one, `${way(one.parentElement)}>${one.tagName} ${[...one.attributes]
      .map((each) => told.test(each.name) ? `${each.name}=${each.value}` : each.name.startsWith("data-") ? each.name : "")
      .filter(Boolean).join(" ")}${one.checked ? " checked" : ""}`);
    return ways.get(one);
  };
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) if (walker.currentNode.data.trim()) found.add(way(walker.currentNode.parentElement));
  for (const one of document.querySelectorAll("a, button, input, select, textarea, summary")) found.add(way(one));
  return [...found];
}"""
# Title, language, what is offered, the frame and the ways; axe is made ready for the next looks.
FIRST_LOOK = f"""() => {{ checks.prepare();
  return [document.title, document.documentElement.lang, ({OFFERED})(), ({FRAME})(), ({WAYS})()]; }}"""
