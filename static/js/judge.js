// The scoresheet: keys, and saving on each press.
//
//   <form id="sheet" data-save="/en/judge/…/score">   without data-save: read only
//     <input type="hidden" name="version">         of the scoresheet
//     part/scale                                   fieldset.crit[data-criterion]
//     textarea                                     saved 2 s after typing
//     [data-keys]      the box that switches the keys off (kept on this device)
//     [data-done] [data-total] [data-scale]        lines written by the answer
//     [data-finish] [data-skip]                    buttons; [data-plain] is for pages without script
//     [data-anchors]   what the scores of the criterion in hand mean, where there is room
//     [data-stale]     both versions, when another window has changed the sheet
//   .saved             says whether the sheet is kept, with the words it carries
//   anywhere: a[data-next], a[data-previous], a[data-find], details[data-help]
//
// Keys: 1-9 score and move on · ↑↓ criterion · ←→ change · N finish · S skip ·
// J K next, previous · / list · ? keys · Ctrl+Enter in a box finishes. None of
// the single keys while typing or composing.
// Posted: field, value, version. Answers:
//   200 {"version":7,"at":"21:07","done":"2 of 6 scored","total":"63","scale":"3.5 of 5","asks":["need"]}
//   409 the same of the stored sheet, and "fields":{"need":"4"}    422 or 403 {"fault":"a sentence"}
// asks names the criteria whose score needs a reason; their box is shown. What
// could not be saved is kept on this device and sent again.
const form = document.querySelector("#sheet");
if (form) start(form);

function start(form) {
  const open = form.dataset.save !== undefined;
  const criteria = [...form.querySelectorAll(".crit")];
  const status = document.querySelector(".saved");
  const words = status?.dataset ?? {};
  const waiting = new Map(); // field -> value not yet saved
  const store = "wego:" + form.dataset.save;
  let chain = Promise.resolve(), timer = 0, stale = null, leaving = false;
  let current = Math.max(0, criteria.findIndex((c) => !c.querySelector(":checked")));

  const say = (state, text) => {
    if (!status || !text) return;
    status.className = "saved" + (state ? " " + state : "");
    status.textContent = text;
  };
  const remember = () => {
    const kept = JSON.stringify({ version: form.elements.version.value, pairs: [...waiting] });
    try { waiting.size ? localStorage.setItem(store, kept) : localStorage.removeItem(store); } catch { /* full or forbidden */ }
  };
  const put = (field, value) => {
    const control = form.elements[field];
    if (!control) return;
    if (control instanceof RadioNodeList) [...control].forEach((r) => (r.checked = r.value === value));
    else control.value = value;
  };

  // Saving: one change after the other, each on the version of the one before.
  const save = (field, value) => {
    waiting.set(field, value);
    remember();
    return (chain = chain.then(flush));
  };
  async function flush() {
    if (stale) return;
    for (const [field, value] of [...waiting]) {
      say("wait", words.saving);
      try {
        const body = new URLSearchParams({ field, value, version: form.elements.version.value });
        const answer = await fetch(form.dataset.save, { method: "POST", body, keepalive: true, headers: { Accept: "application/json" } });
        if (!(await settle(field, value, answer))) break;
      } catch {
        say("off", words.offline);
        break;
      }
    }
    remember();
  }
  async function settle(field, value, answer) {
    const said = await answer.json().catch(() => ({}));
    if (answer.ok && said.version !== undefined) {
      if (waiting.get(field) === value) waiting.delete(field);
      form.elements.version.value = said.version;
      show(said);
      say("", words.saved?.replace("{t}", said.at));
      return true;
    }
    if (answer.status === 409 && said.fields) return disagree(said);
    if (said.fault) waiting.delete(field);
    say("off", answer.redirected || answer.status === 401 ? words.signin : said.fault ?? words.failed);
    return answer.status === 422;
  }
  function show(said) {
    for (const [name, text] of [["done", said.done], ["total", said.total], ["scale", said.scale]]) {
      if (text !== undefined) document.querySelectorAll(`[data-${name}]`).forEach((e) => (e.textContent = text));
    }
    if (said.asks) criteria.forEach((c) => c.classList.toggle("asks", said.asks.includes(c.dataset.criterion) || Boolean(c.querySelector("textarea")?.value)));
  }

  // Another window has changed the sheet: show both and let the person choose.
  const box = form.querySelector("[data-stale]");
  // Where both say the same, an answer was lost on its way and nothing is asked.
  function disagree(said) {
    stale = said;
    if ([...waiting].every(([field, mine]) => (said.fields[field] ?? "") === mine)) {
      choose(false);
      return true;
    }
    say("off", words.changed?.replace("{t}", said.at));
    if (!box) return false;
    const list = box.querySelector("dl");
    list.replaceChildren();
    for (const [field, mine] of waiting) {
      const stored = said.fields[field] ?? "";
      if (stored === mine) continue;
      const row = document.createElement("div");
      const name = document.createElement("dt");
      const label = form.elements[field];
      const legend = (label instanceof RadioNodeList ? label[0] : label)?.closest(".crit")?.querySelector("legend span");
      name.textContent = legend?.textContent ?? box.dataset.comment;
      row.append(name);
      const both = document.createElement("dd");
      for (const [what, text] of [[box.dataset.stored, stored], [box.dataset.mine, mine]]) {
        const line = document.createElement("p");
        line.textContent = what + " ";
        line.append(Object.assign(document.createElement("bdi"), { textContent: text || box.dataset.none }));
        both.append(line);
      }
      row.append(both);
      list.append(row);
    }
    box.hidden = false;
    box.querySelector("button").focus();
    return false;
  }
  const choose = (mine) => {
    const said = stale;
    stale = null;
    if (box) box.hidden = true;
    form.elements.version.value = said.version;
    if (!mine) waiting.clear();
    for (const e of form.elements) {
      if (e.name && e.name !== "version" && !waiting.has(e.name) && (e.type === "radio" || e.tagName === "TEXTAREA")) put(e.name, said.fields[e.name] ?? "");
    }
    remember();
    show(said);
    say("", words.saved?.replace("{t}", said.at));
    chain = chain.then(flush);
  };
  box?.querySelector("[data-keep]").addEventListener("click", () => choose(true));
  box?.querySelector("[data-take]").addEventListener("click", () => choose(false));

  const later = (e) => { clearTimeout(timer); timer = setTimeout(() => save(e.name, e.value), 2000); };
  if (open) {
    form.querySelectorAll("[data-plain]").forEach((b) => (b.hidden = true));
    form.addEventListener("change", (e) => { if (e.target.type === "radio") save(e.target.name, e.target.value); });
    form.addEventListener("input", (e) => {
      if (!e.target.matches("textarea")) return;
      waiting.set(e.target.name, e.target.value);
      remember();
      later(e.target);
    });
    form.addEventListener("focusout", (e) => {
      if (e.target.matches("textarea") && waiting.has(e.target.name)) { clearTimeout(timer); save(e.target.name, e.target.value); }
    });
    // A sheet is sent whole only when no single change is on its way, so that
    // it carries the version that is stored. The timeout lets this event end:
    // a form that is asked to send itself within it does nothing.
    form.addEventListener("submit", (e) => {
      if (leaving) return;
      e.preventDefault();
      clearTimeout(timer);
      const button = e.submitter;
      chain = chain.then(flush);
      chain.then(() => setTimeout(() => {
        if (stale) return;
        leaving = true;
        form.requestSubmit(button);
      }));
    });
    addEventListener("online", () => (chain = chain.then(flush)));
    addEventListener("pageshow", (e) => { if (e.persisted) location.reload(); });
    addEventListener("beforeunload", (e) => { if (waiting.size && !leaving) e.preventDefault(); });
    restore();
  }
  // What this device kept is sent again, unless the sheet has changed since:
  // then the person chooses. What the sheet holds already is forgotten.
  function restore() {
    let kept = null;
    try { kept = JSON.parse(localStorage.getItem(store)); } catch { /* forbidden or broken */ }
    const pairs = (kept?.pairs ?? []).filter(([field, value]) => form.elements[field] && form.elements[field].value !== value);
    const stored = Object.fromEntries([...new FormData(form)]);
    pairs.forEach(([field, value]) => { waiting.set(field, value); put(field, value); });
    remember();
    if (!pairs.length) return;
    if (kept.version === form.elements.version.value) chain = chain.then(flush);
    else disagree({ version: form.elements.version.value, at: form.dataset.at, fields: stored });
  }

  // Going about: what the scores of the criterion in hand, or under the pointer,
  // mean stands in one place, as high as the longest. Were it to open beside the
  // scores, they would move from under the pointer that is about to press one.
  const shown = [];
  for (const c of criteria) {
    const box = document.createElement("div");
    box.append(Object.assign(document.createElement("b"), { textContent: c.querySelector("legend span")?.textContent }));
    const list = c.querySelector(".anchors")?.cloneNode(true);
    list?.removeAttribute("id");
    box.append(list ?? "");
    shown.push(box);
  }
  form.querySelector("[data-anchors]")?.append(...shown);
  const look = (i) => shown.forEach((b, n) => b.classList.toggle("now", n === i));
  const mark = (i) => {
    current = i;
    criteria.forEach((c, n) => c.classList.toggle("now", n === i));
    look(i);
  };
  mark(current);
  form.addEventListener("pointerover", (e) => {
    const c = e.pointerType === "mouse" && e.target.closest(".crit");
    look(c ? criteria.indexOf(c) : current);
  });
  form.addEventListener("pointerleave", () => look(current));
  form.addEventListener("focusin", (e) => { const c = e.target.closest(".crit"); if (c) mark(criteria.indexOf(c)); });
  const go = (i) => {
    if (!criteria.length) return;
    mark(Math.max(0, Math.min(criteria.length - 1, i)));
    (criteria[current].querySelector(":checked") ?? criteria[current].querySelector("input"))?.focus({ preventScroll: true });
    criteria[current].scrollIntoView({ block: "nearest" });
  };
  const follow = (name, end) => {
    const a = document.querySelector(`a[data-${name}]`);
    if (a) chain.then(() => a.click());
    else say(status?.classList.contains("off") ? "off" : "", end);
  };
  const comment = form.elements.comment;
  const score = (key) => {
    const radio = criteria[current]?.querySelector(`input[value="${key}"]`);
    if (!radio || radio.disabled || radio.closest("fieldset").disabled) return false;
    if (!radio.checked) { radio.checked = true; radio.dispatchEvent(new Event("change", { bubbles: true })); }
    if (current + 1 < criteria.length) go(current + 1);
    else if (comment && !comment.value) comment.focus();
    else form.querySelector("[data-finish]")?.focus();
    return true;
  };
  const acts = {
    n: () => form.querySelector("[data-finish]")?.focus(),
    s: () => form.querySelector("[data-skip]")?.click(),
    j: () => follow("next", words.last),
    k: () => follow("previous", words.first),
    "/": () => document.querySelector("a[data-find]")?.click(),
    "?": () => { const d = document.querySelector("details[data-help]"); if (d) { d.open = !d.open; d.querySelector("summary").focus(); } },
  };

  const keys = document.querySelector("[data-keys]");
  const off = () => { try { return localStorage.getItem("wego:keys") === "off"; } catch { return false; } };
  if (keys) {
    keys.checked = !off();
    keys.addEventListener("change", () => { try { localStorage.setItem("wego:keys", keys.checked ? "on" : "off"); } catch { /* forbidden */ } });
  }
  // The key that scored the last criterion leads into the comment; held down a
  // moment too long, it must not be typed there.
  let held = "";
  document.addEventListener("keydown", (e) => {
    if (e.isComposing || e.keyCode === 229 || e.repeat) return;
    const t = e.target;
    if (open && e.key === "Enter" && (e.ctrlKey || e.metaKey) && t.form === form) {
      e.preventDefault();
      form.requestSubmit(form.querySelector("[data-finish]"));
      return;
    }
    if ((keys ? !keys.checked : off()) || e.ctrlKey || e.metaKey || e.altKey) return;
    if (t.isContentEditable || (t.matches("textarea, select, input") && !t.matches("[type=radio], [type=checkbox]"))) return;
    const arrow = { ArrowDown: 1, ArrowUp: -1 }[e.key];
    let done = true;
    if (/^[0-9]$/.test(e.key)) done = score(e.key);
    else if (arrow && t.closest(".crit")) go(current + arrow);
    else if (acts[e.key.toLowerCase()]) acts[e.key.toLowerCase()]();
    else done = false;
    if (!done) return;
    e.preventDefault();
    held = e.key;
  });
  document.addEventListener("keyup", () => (held = ""));
  form.addEventListener("beforeinput", (e) => { if (held && e.data === held) e.preventDefault(); });
}
