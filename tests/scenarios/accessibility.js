// Everything that a person with a keyboard, a screen reader or weak eyes would stumble over.
(() => {
  const faults = [];
  const seen = (e) => e.getClientRects().length > 0 && getComputedStyle(e).visibility !== "hidden";
  const parse = (c) => (c.match(/[\d.]+/g) || [0, 0, 0, 0]).map(Number);
  const light = ([r, g, b]) => {
    const [x, y, z] = [r, g, b].map((v) => { v /= 255; return v <= .03928 ? v / 12.92 : ((v + .055) / 1.055) ** 2.4; });
    return .2126 * x + .7152 * y + .0722 * z;
  };
  const ground = (e) => {
    for (let at = e; at; at = at.parentElement) {
      const c = parse(getComputedStyle(at).backgroundColor);
      if (c.length < 4 || c[3] > .99) return c;
    }
    return [255, 255, 255];
  };
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  const done = new Set();
  while (walker.nextNode()) {
    const e = walker.currentNode.parentElement;
    if (!walker.currentNode.textContent.trim() || done.has(e) || !seen(e) || e.closest("[aria-hidden=true], :disabled, [aria-disabled=true]")) continue;
    done.add(e);
    const style = getComputedStyle(e), a = light(parse(style.color)), b = light(ground(e));
    const ratio = (Math.max(a, b) + .05) / (Math.min(a, b) + .05);
    const large = parseFloat(style.fontSize) >= 24 || (parseFloat(style.fontSize) >= 18.66 && Number(style.fontWeight) >= 700);
    if (ratio < (large ? 3 : 4.5)) faults.push(`contrast ${ratio.toFixed(2)}: ${e.outerHTML.slice(0, 90)}`);
  }
  const ids = new Set();
  for (const e of document.querySelectorAll("[id]")) {
    if (ids.has(e.id)) faults.push(`id twice: ${e.id}`);
    ids.add(e.id);
  }
  for (const e of document.querySelectorAll("input, select, textarea")) {
    if (e.type !== "hidden" && seen(e) && !e.labels.length && !e.getAttribute("aria-label")) faults.push(`no label: ${e.outerHTML.slice(0, 90)}`);
  }
  for (const name of ["aria-labelledby", "aria-describedby", "aria-controls"]) {
    for (const e of document.querySelectorAll(`[${name}]`)) {
      for (const id of e.getAttribute(name).split(/\s+/).filter(Boolean)) if (!ids.has(id)) faults.push(`${name} leads to nothing: ${id}`);
    }
  }
  if (document.querySelectorAll("main").length !== 1) faults.push("not one main");
  if (document.querySelectorAll("h1").length !== 1) faults.push("not one h1");
  if (!document.documentElement.lang) faults.push("no language");
  if (!document.title) faults.push("no title");
  if (!document.querySelector("nav[aria-label]")) faults.push("no named navigation");
  let level = 1;
  for (const e of document.querySelectorAll("h1, h2, h3, h4")) {
    const own = Number(e.tagName[1]);
    if (own > level + 1) faults.push(`heading leaps from ${level} to ${own}: ${e.textContent.slice(0, 60)}`);
    level = own;
  }
  for (const e of document.querySelectorAll("table")) {
    if (!e.querySelector("th[scope]")) faults.push("a table without headings");
  }
  for (const e of document.querySelectorAll("button, input:not([type=hidden]), select, summary, a.button, nav a")) {
    const { width, height } = e.getBoundingClientRect();
    if (seen(e) && (width < 24 || height < 24)) faults.push(`small target: ${e.outerHTML.slice(0, 90)}`);
  }
  if (document.querySelector("[tabindex]:not([tabindex='0']):not([tabindex='-1'])")) faults.push("a forced order of tabs");
  if (document.documentElement.scrollWidth > window.innerWidth) faults.push(`wider than the window: ${document.documentElement.scrollWidth}`);
  return faults;
})()
