// The scoresheet: keys, and saving on each press.
//
//   <form id="sheet" data-save="/en/judge/…/score">
//     <input type="hidden" name="version">         of the scoresheet
//     part/scale                                   fieldset.crit[data-criterion]
//     textarea                                     saved 2 s after typing
//     [data-keys]      the box that switches the keys off (kept on this device)
//     [data-done] [data-total]                     lines written by the answer
//     [data-finish] [data-skip]                    buttons
//     .saved                                       part/saved
//   anywhere: a[data-next], a[data-previous], [data-find] (a box or link),
//     details[data-help] (the list of keys)
//
// Keys: 1-5 score and move on · ↑↓ criterion · ←→ change · N finish · S skip ·
// J K next, previous · / find · ? keys. None while typing or composing.
// Posted: field, value, version. Answers:
//   200 {"version":7,"at":"21:07","done":"2 of 6 scored","total":"63","asks":["need"]}
//   409 {"by":"…","at":"…"}    422 {"fault":"a sentence"}
// asks names the criteria whose score needs a reason; their box is shown.
const form = document.querySelector("#sheet[data-save]");
if (form) start(form);

function start(form) {
  const criteria = [...form.querySelectorAll(".crit")];
  const status = document.querySelector(".saved");
  const words = status?.dataset ?? {};
  const box = document.querySelector("[data-keys]");
  const waiting = new Map(); // field -> value not yet saved
  const store = "wego:" + form.dataset.save;
  let chain = Promise.resolve(), timer = 0, stuck = false;
  let current = Math.max(0, criteria.findIndex((c) => !c.querySelector(":checked")));

  const say = (state, text) => {
    if (!status || !text) return;
    status.className = "saved" + (state ? " " + state : "");
    status.textContent = text;
  };
  const remember = () => { try { waiting.size ? localStorage.setItem(store, JSON.stringify([...waiting])) : localStorage.removeItem(store); } catch { /* forbidden */ } };

  function save(field, value) {
    waiting.set(field, value);
    chain = chain.then(flush);
    return chain;
  }
  async function flush() {
    if (stuck) return;
    for (const [field, value] of [...waiting]) {
      say("wait", words.saving);
      try {
        const body = new URLSearchParams({ field, value, version: form.elements.version?.value ?? "" });
        const answer = await fetch(form.dataset.save, { method: "POST", body, headers: { Accept: "application/json" } });
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
      if (form.elements.version) form.elements.version.value = said.version;
      show(said);
      say("", words.saved?.replace("{t}", said.at));
      return true;
    }
    if (answer.status === 422) waiting.delete(field);
    stuck = answer.status === 409;
    const out = answer.status === 401 || answer.redirected;
    say("off", stuck ? words.changed?.replace("{n}", said.by ?? "").replace("{t}", said.at ?? "") : out ? words.signin : said.fault ?? words.failed);
    return answer.status === 422;
  }
  function show(said) {
    for (const [name, text] of [["done", said.done], ["total", said.total]]) {
      if (text !== undefined) document.querySelectorAll(`[data-${name}]`).forEach((e) => (e.textContent = text));
    }
    if (said.asks) criteria.forEach((c) => c.classList.toggle("asks", said.asks.includes(c.dataset.criterion)));
  }

  form.addEventListener("change", (e) => { if (e.target.type === "radio") save(e.target.name, e.target.value); });
  form.addEventListener("input", (e) => {
    if (!e.target.matches("textarea")) return;
    waiting.set(e.target.name, e.target.value);
    remember();
    clearTimeout(timer);
    timer = setTimeout(() => save(e.target.name, e.target.value), 2000);
  });
  form.addEventListener("focusout", (e) => { if (e.target.matches("textarea") && waiting.has(e.target.name)) { clearTimeout(timer); save(e.target.name, e.target.value); } });
  form.addEventListener("focusin", (e) => { const c = e.target.closest(".crit"); if (c) current = criteria.indexOf(c); });
  form.addEventListener("submit", () => { waiting.clear(); remember(); });
  addEventListener("online", () => (chain = chain.then(flush)));
  addEventListener("beforeunload", (e) => { if (waiting.size) e.preventDefault(); });
  try {
    const kept = JSON.parse(localStorage.getItem(store) ?? "[]");
    for (const [field, value] of kept) {
      const control = form.elements[field];
      if (!control) continue;
      control.value = value;
      save(field, value);
    }
  } catch { /* forbidden or broken */ }

  const go = (i) => {
    if (!criteria.length) return;
    current = Math.max(0, Math.min(criteria.length - 1, i));
    (criteria[current].querySelector(":checked") ?? criteria[current].querySelector("input"))?.focus({ preventScroll: true });
    criteria[current].scrollIntoView({ block: "nearest" });
  };
  const follow = (name) => { const a = document.querySelector(`a[data-${name}]`); if (a) chain.then(() => a.click()); };
  const score = (key) => {
    const radio = criteria[current]?.querySelector(`input[value="${key}"]`);
    if (!radio || radio.disabled || radio.closest("fieldset").disabled) return false;
    if (!radio.checked) { radio.checked = true; radio.dispatchEvent(new Event("change", { bubbles: true })); }
    current + 1 < criteria.length ? go(current + 1) : (radio.focus(), form.querySelector("[data-finish]")?.focus());
    return true;
  };
  const acts = {
    n: () => form.querySelector("[data-finish]")?.focus(),
    s: () => form.querySelector("[data-skip]")?.click(),
    j: () => follow("next"),
    k: () => follow("previous"),
    "/": () => { const f = document.querySelector("[data-find]"); f?.matches("a") ? f.click() : f?.focus(); },
    "?": () => { const d = document.querySelector("details[data-help]"); if (d) { d.open = !d.open; if (d.open) d.querySelector("summary").focus(); } },
  };

  if (box) {
    try { box.checked = localStorage.getItem("wego:keys") !== "off"; } catch { /* forbidden */ }
    box.addEventListener("change", () => { try { localStorage.setItem("wego:keys", box.checked ? "on" : "off"); } catch { /* forbidden */ } });
  }
  document.addEventListener("keydown", (e) => {
    if ((box && !box.checked) || e.ctrlKey || e.metaKey || e.altKey || e.isComposing || e.keyCode === 229 || e.repeat) return;
    const t = e.target;
    if (t.isContentEditable || (t.matches("textarea, select, input") && !t.matches("[type=radio], [type=checkbox]"))) return;
    const arrow = { ArrowDown: 1, ArrowUp: -1 }[e.key];
    let done = true;
    if (/^[0-9]$/.test(e.key)) done = score(e.key);
    else if (arrow && t.closest(".crit")) go(current + arrow);
    else if (acts[e.key.toLowerCase()]) acts[e.key.toLowerCase()]();
    else done = false;
    if (done) e.preventDefault();
  });
}
