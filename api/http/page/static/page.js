// The one script: everything works without it but the checks while one edits.
"use strict";

const byId = (id) => document.getElementById(id);
const formWord = () => document.querySelector('meta[name="form-word"]').content;

function element(tag, className, text) {
  const made = document.createElement(tag);
  if (className) made.className = className;
  if (text) made.textContent = text;
  return made;
}

// Long work is announced.
for (const form of document.querySelectorAll("form[data-busy]")) {
  form.addEventListener("submit", () => { if (byId("busy")) byId("busy").textContent = form.dataset.busy; });
}
for (const button of document.querySelectorAll("[data-print]")) button.addEventListener("click", () => window.print());
for (const button of document.querySelectorAll("[data-copy]")) {
  button.addEventListener("click", async () => {
    const field = byId(button.dataset.copy);
    try { await navigator.clipboard.writeText(field.value); } catch { field.select(); document.execCommand("copy"); }
    const label = button.textContent;
    button.textContent = "Copied";
    setTimeout(() => { button.textContent = label; }, 1500);
  });
}
if (byId("summary")) byId("summary").focus();
for (const box of document.querySelectorAll("textarea[data-limit]")) {
  const told = byId(box.getAttribute("aria-describedby"));
  const count = () => {
    const limit = Number(box.dataset.limit), used = Array.from(box.value).length;
    told.textContent = `${used} of ${limit}` + (used > limit ? `, ${used - limit} too many` : "");
    told.classList.toggle("over", used > limit);
  };
  box.addEventListener("input", count);
}
const question = byId("text");
if (question && question.tagName === "TEXTAREA") {
  question.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && !event.shiftKey && !event.isComposing) { event.preventDefault(); question.form.requestSubmit(); }
  });
}

// The steps towards an answer are told as they happen; where they cannot be, the form goes its plain way.
const askForm = byId("askform");
if (askForm && window.ReadableStream) {
  askForm.addEventListener("submit", async (event) => {
    event.preventDefault();
    const field = (name) => askForm.elements[name];
    const body = { text: field("text").value };
    for (const name of ["payer", "as_of", "thread"]) if (field(name).value) body[name] = field(name).value;
    field("answer").value = "";
    try {
      const answer = await fetch("/v1/ask/stream", {
        method: "POST",
        headers: { "content-type": "application/json", "x-form-word": formWord() },
        body: JSON.stringify(body),
      });
      if (answer.ok) {
        const reader = answer.body.pipeThrough(new TextDecoderStream()).getReader();
        let rest = "";
        for (let part = await reader.read(); !part.done; part = await reader.read()) {
          const events = (rest + part.value).split(/\r?\n\r?\n/);
          rest = events.pop();
          for (const one of events) {
            const name = (/^event: ?(.*)$/m.exec(one) || [])[1];
            const data = Array.from(one.matchAll(/^data: ?(.*)$/gm), (line) => line[1]).join("\n");
            if (name === "tool") byId("busy").textContent = `Step: ${(JSON.parse(data).name || "").replaceAll("_", " ")} ...`;
            if (name === "citation") byId("busy").textContent = `Found: ${JSON.parse(data).title}`;
            if (name === "done") field("answer").value = data;
          }
        }
      }
    } catch { field("answer").value = ""; }
    askForm.submit();
  });
}

// Citations open beside the answer.
const panel = byId("panel");
if (panel) {
  for (const link of document.querySelectorAll("a.citation")) {
    link.addEventListener("click", async (event) => {
      if (event.ctrlKey || event.metaKey || event.shiftKey) return;
      event.preventDefault();
      const answer = await fetch(`${link.getAttribute("href")}&part=true`, { headers: { accept: "text/html" } });
      if (!answer.ok) { window.location = link.href; return; }
      const read = new DOMParser().parseFromString(await answer.text(), "text/html");
      panel.replaceChildren(...read.body.childNodes);
      panel.focus({ preventScroll: true });
      const frame = panel.closest(".panel"), mark = panel.querySelector("mark") || panel.querySelector(".hit");
      if (mark) frame.scrollTop += mark.getBoundingClientRect().top - frame.getBoundingClientRect().top - frame.clientHeight / 3;
    });
  }
}

// Tabs, by arrow keys as well.
for (const list of document.querySelectorAll('[role="tablist"]')) {
  const tabs = Array.from(list.querySelectorAll('[role="tab"]'));
  const choose = (tab, focus) => {
    for (const each of tabs) {
      const chosen = each === tab;
      each.setAttribute("aria-selected", String(chosen));
      each.tabIndex = chosen ? 0 : -1;
      byId(each.getAttribute("aria-controls")).hidden = !chosen;
    }
    if (focus) tab.focus();
  };
  list.choose = choose;
  tabs.forEach((tab, place) => {
    tab.addEventListener("click", () => choose(tab, false));
    tab.addEventListener("keydown", (event) => {
      const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
      if (step) { event.preventDefault(); choose(tabs[(place + step + tabs.length) % tabs.length], true); }
    });
  });
}

const editor = byId("editor");
// A text that came along through the door belongs to the editor's own address.
if (editor && editor.dataset.unsaved) history.replaceState(null, "", `/app/drafts/${editor.dataset.draft}`);
if (editor) edit(editor, byId("letter"), byId("under"));

function edit(box, area, under) {
  const draft = box.dataset.draft, saved = box.dataset.unsaved ? null : area.value, readOnly = area.readOnly;
  const proofs = Array.from(document.querySelectorAll(".proof"));
  let unproved = new Map(), here = -1, waiting = 0, asked = 0;

  // What lies under the text: the line of the cursor, what is still needed, what has no proof.
  function paint() {
    under.replaceChildren(...area.value.split("\n").flatMap((line, number) => {
      const row = element("span", unproved.has(number + 1) ? "unproved" : number === here ? "here" : "");
      for (const [place, part] of line.split(/(\[\[[^\]]*\]\])/).entries()) {
        if (place % 2) row.append(element("span", "open", part));
        else row.append(...withValues(part, unproved.get(number + 1) || []));
      }
      return [row, "\n"];
    }));
    under.scrollTop = area.scrollTop;
  }

  // The values that a finding speaks of stand out in their line.
  function withValues(text, values) {
    const value = values.find((each) => text.includes(each));
    if (!value) return [text];
    const from = text.indexOf(value);
    return [text.slice(0, from), element("span", "wrongvalue", value), text.slice(from + value.length)];
  }

  function note(line, message) {
    const named = (/became (.+)$/.exec(message) || /: (.+)$/.exec(message) || [])[1];
    unproved.set(line, [...(unproved.get(line) || []), ...(named ? [named] : [])]);
  }

  const words = (text) => new Set(text.toLowerCase().match(/[\p{L}\p{N}.$/-]+/gu) || []);
  function sentenceAt(place) {
    const text = area.value;
    const from = text.lastIndexOf("\n", place - 1) + 1;
    const end = text.indexOf("\n", place);
    const line = text.slice(from, end < 0 ? text.length : end);
    here = text.slice(0, from).split("\n").length - 1;
    let start = 0;
    for (const part of line.split(/(?<=[.?!:]["\u201d]?)\s+/)) {
      const stop = line.indexOf(part, start) + part.length;
      if (place - from <= stop + 1) return part;
      start = stop;
    }
    return line;
  }

  // Where each statement stands, looked for in the order of the letter: of equal ones each has its own place.
  function places() {
    let behind = 0;
    return proofs.map((proof) => {
      const whole = proof.dataset.text;
      const next = area.value.indexOf(whole, behind);
      const from = next < 0 ? area.value.indexOf(whole) : next;
      if (next >= 0) behind = next + whole.length;
      return { proof, from, end: from < 0 ? -1 : from + whole.length };
    });
  }

  function follow() {
    const place = area.selectionStart, sentence = sentenceAt(place), all = places();
    const standing = all.find((each) => each.from >= 0 && each.from <= place && place <= each.end);
    point(standing ? standing.proof : alike(sentence, all.filter((each) => each.from < 0).map((each) => each.proof)));
  }

  // The statement that a changed sentence comes from, by its words.
  function alike(sentence, candidates) {
    const wanted = words(sentence);
    let best = null, most = 0.45;
    for (const proof of candidates) {
      const own = words(proof.dataset.text);
      const shared = Array.from(wanted).filter((word) => own.has(word)).length;
      const share = wanted.size > 2 ? shared / wanted.size : 0;
      if (share > most) { best = proof; most = share; }
    }
    return best;
  }

  function point(best) {
    for (const proof of proofs) proof.classList.toggle("here", proof === best);
    if (best) {
      const pane = byId("pane-proof");
      pane.scrollTop += best.getBoundingClientRect().top - pane.getBoundingClientRect().top - 8;
    }
    paint();
  }

  function goTo(number) {
    const rows = area.value.split("\n");
    const from = rows.slice(0, number - 1).join("\n").length + (number > 1 ? 1 : 0);
    area.focus();
    const value = (unproved.get(number) || []).find((each) => (rows[number - 1] || "").includes(each));
    const place = from + (value ? rows[number - 1].indexOf(value) + value.length : 0);
    area.setSelectionRange(place, place);
    const row = under.querySelectorAll(":scope > span")[number - 1];
    if (row) area.scrollTop = Math.max(0, row.offsetTop - area.clientHeight / 3);
    follow();
  }

  function show(checked) {
    const errors = checked.findings.filter((each) => each.severity === "error");
    unproved = new Map();
    for (const each of errors) if (each.line) note(each.line, each.message);
    box.dataset.state = checked.status;
    byId("state").className = `pill ${checked.status}`;
    byId("state").textContent = checked.status.replaceAll("_", " ");
    byId("told").textContent = checked.told || (area.value === saved ? "" : "Every change is proved; not saved yet.");
    if (byId("unsigned")) byId("unsigned").textContent = checked.unsigned;
    area.setAttribute("aria-invalid", String(errors.length > 0));
    byId("n-findings").textContent = checked.findings.length;
    byId("n-findings").classList.toggle("alarm", errors.length > 0);
    byId("findings").replaceChildren(...checked.findings.map((each) => {
      const item = element("li", each.severity);
      item.append(element("span", `pill ${each.severity}`, each.severity), " ");
      const line = each.line;
      if (line) {
        const link = element("button", "goto", each.where);
        link.type = "button";
        link.addEventListener("click", () => goTo(line));
        item.append(link, ": ");
      }
      item.append(`${each.message} `, element("span", "muted", each.fix));
      return item;
    }));
    byId("n-open").textContent = checked.open.length;
    byId("placeholders").replaceChildren(...checked.open.map((each) => element("li", "", each)));
    if (errors.length) document.querySelector(".tabs").choose(byId("tab-findings"), false);
    changed();
    paint();
  }

  async function check() {
    const number = ++asked;
    byId("told").textContent = "Checking ...";
    let answer;
    try {
      answer = await fetch(`/app/drafts/${draft}/check`, {
        method: "POST",
        headers: { "content-type": "application/json", "x-form-word": formWord() },
        body: JSON.stringify({ text: area.value }),
      });
    } catch { answer = null; }
    if (number !== asked) return;
    if (answer && answer.ok) show(await answer.json());
    else byId("told").textContent = answer && answer.status === 401
      ? "You are no longer signed in. Save: you can sign in there, and your text comes along."
      : "Not checked: the service does not answer. Your text is still here.";
  }

  function changed() {
    const dirty = area.value !== saved, state = box.dataset.state;
    const why = byId("unsigned") ? byId("unsigned").textContent : "";
    for (const each of document.querySelectorAll(".needs-saved")) {
      if (each.tagName === "BUTTON") each.disabled = dirty || state === "blocked" || state === "not_found";
      else each.setAttribute("aria-disabled", String(dirty));
      each.title = dirty ? "Save first" : "";
    }
    for (const each of document.querySelectorAll(".needs-proof")) {
      each.disabled = state === "blocked";
      each.title = each.disabled ? why : "";
    }
    byId("count").textContent = `${Array.from(area.value).length.toLocaleString("en")} characters${dirty ? ", not saved" : ""}`;
    return dirty;
  }

  area.addEventListener("input", () => {
    changed();
    paint();
    clearTimeout(waiting);
    waiting = setTimeout(check, 500);
  });
  area.addEventListener("scroll", () => { under.scrollTop = area.scrollTop; });
  for (const name of ["click", "keyup"]) area.addEventListener(name, follow);
  document.addEventListener("keydown", (event) => {
    if ((event.ctrlKey || event.metaKey) && event.key === "s" && !readOnly) { event.preventDefault(); byId("textform").requestSubmit(); }
  });
  let leaving = false;
  byId("textform").addEventListener("submit", () => { leaving = true; });
  window.addEventListener("beforeunload", (event) => { if (!leaving && area.value !== saved) event.preventDefault(); });
  for (const link of document.querySelectorAll("a.needs-saved")) {
    link.addEventListener("click", (event) => { if (link.getAttribute("aria-disabled") === "true") event.preventDefault(); });
  }
  for (const proof of proofs) {
    proof.querySelector(".sentence").addEventListener("click", () => {
      const whole = proof.dataset.text, found = places().find((each) => each.proof === proof).from;
      const place = found >= 0 ? found : area.value.indexOf(whole.slice(0, 40));
      if (place >= 0) {
        goTo(area.value.slice(0, place).split("\n").length);
        area.setSelectionRange(place, place + whole.length);
      }
      point(proof);
    });
  }
  for (const item of document.querySelectorAll("#findings li[data-line]")) {
    const line = Number(item.dataset.line);
    if (line && item.dataset.severity === "error") note(line, item.dataset.message);
    const link = item.querySelector(".goto");
    if (link && line) link.addEventListener("click", () => goTo(line));
  }
  changed();
  paint();
}
