// Saves the answers of a form while it is being filled in.
//
//   <form data-autosave="/en/…/answers">       where a single answer is posted
//     <input type="hidden" name="x.version" value="3" data-guard="x">
//     <textarea name="x">                      or x repeated, or x.0.column …
//     <span class="saved" data-saved=… …>      part/saved: the words for each state
//
// Posted: field=x, version=3 and the values of x under their names. Answers:
//   200 {"version":4,"at":"14:32"}
//   409 {"version":5,"by":"Amina","at":"14:31","value":"…","values":[["x","…"]]}
//   422 {"fault":"a sentence"}      401 or 403: signed out
// An answer that could not be saved is kept on this device and sent again when
// the connection is back or the page is opened again.
const form = document.querySelector("form[data-autosave]");
if (form) start(form);

function start(form) {
  const status = form.querySelector(".saved");
  const words = status?.dataset ?? {};
  const keyOf = (name) => "wego:" + location.pathname + ":" + name;
  const guards = [...form.querySelectorAll("[data-guard]")].map((input) => ({
    input, name: input.dataset.guard, timer: 0, busy: false, held: false, saved: "",
  }));
  let leaving = false;

  const say = (state, text) => {
    if (!status) return;
    status.className = "saved" + (state ? " " + state : "");
    status.textContent = text;
  };
  const controls = (g) => [...form.elements].filter((e) => e.name !== g.name + ".version" && (e.name === g.name || e.name.startsWith(g.name + ".")));
  const pairs = (g) => controls(g)
    .filter((e) => !e.disabled && (!/^(radio|checkbox)$/.test(e.type) || e.checked) && e.type !== "file")
    .map((e) => [e.name, e.value]);
  const text = (g) => JSON.stringify(pairs(g));
  const put = (g, values) => {
    for (const e of controls(g)) {
      const mine = values.filter(([name]) => name === e.name).map(([, value]) => value);
      if (/^(radio|checkbox)$/.test(e.type)) e.checked = mine.includes(e.value);
      else e.value = mine[0] ?? "";
      e.dispatchEvent(new Event("input", { bubbles: true }));
    }
  };
  const keep = (g) => { try { localStorage.setItem(keyOf(g.name), JSON.stringify({ version: g.input.value, pairs: pairs(g) })); } catch { /* full or forbidden */ } };
  const drop = (g) => { try { localStorage.removeItem(keyOf(g.name)); } catch { /* forbidden */ } };
  const kept = (g) => { try { return JSON.parse(localStorage.getItem(keyOf(g.name))); } catch { return null; } };

  async function save(g, last = false) {
    clearTimeout(g.timer);
    g.timer = 0;
    const now = text(g);
    if (g.busy || g.held || now === g.saved) return;
    g.busy = true;
    say("wait", words.saving);
    const body = new URLSearchParams(pairs(g));
    body.append("field", g.name);
    body.append("version", g.input.value);
    try {
      const answer = await fetch(form.dataset.autosave, { method: "POST", body, keepalive: last, headers: { Accept: "application/json" } });
      await settle(g, now, answer);
    } catch {
      keep(g);
      say("off", words.offline);
    }
    g.busy = false;
    if (!g.held && text(g) !== now) plan(g);
  }

  async function settle(g, now, answer) {
    const said = await answer.json().catch(() => ({}));
    if (answer.ok && said.version !== undefined) {
      g.saved = now;
      g.input.value = said.version;
      drop(g);
      say("", words.saved.replace("{t}", said.at));
    } else if (answer.status === 409 && said.version !== undefined) {
      keep(g);
      choose(g, said);
    } else {
      keep(g);
      const out = answer.status === 401 || answer.status === 403 || answer.redirected;
      say("off", out ? words.signin : said.fault ?? (answer.status === 422 ? words.refused : words.failed));
    }
  }

  // choose shows both texts; nothing is saved until the person has chosen.
  function choose(g, said) {
    g.held = true;
    const head = words.changed.replace("{n}", said.by ?? "").replace("{t}", said.at ?? "");
    say("off", head);
    const box = make("div", "conflict");
    box.append(make("p", "", head), make("p", "meta", words.theirs), make("blockquote", "", said.value ?? ""));
    const pick = (label, act) => {
      const b = make("button", "btn second small", label);
      b.type = "button";
      b.addEventListener("click", () => {
        box.remove();
        g.held = false;
        g.input.value = said.version;
        act();
      });
      return b;
    };
    const row = make("p", "row");
    row.append(
      pick(words.keep, () => { g.saved = ""; save(g); }),
      pick(words.take, () => { put(g, said.values ?? [[g.name, said.value ?? ""]]); g.saved = text(g); drop(g); say("", words.saved.replace("{t}", said.at ?? "")); }),
    );
    box.append(row);
    (controls(g)[0]?.closest(".field") ?? form).append(box);
    row.firstChild.focus();
  }

  function plan(g) {
    clearTimeout(g.timer);
    g.timer = setTimeout(() => save(g), 2000);
  }
  const guardOf = (e) => guards.find((g) => e.name && e !== g.input && (e.name === g.name || e.name.startsWith(g.name + ".")));
  const all = (last) => guards.forEach((g) => save(g, last));

  form.addEventListener("input", (e) => { const g = guardOf(e.target); if (g && e.isTrusted) plan(g); });
  form.addEventListener("change", (e) => { const g = guardOf(e.target); if (g && e.isTrusted) save(g); });
  form.addEventListener("focusout", (e) => { const g = guardOf(e.target); if (g) save(g); });
  form.addEventListener("submit", () => { leaving = true; guards.forEach((g) => { clearTimeout(g.timer); if (kept(g)) keep(g); }); });
  addEventListener("online", () => all(false));
  addEventListener("pagehide", () => { if (!leaving) all(true); });
  document.addEventListener("visibilitychange", () => { if (document.hidden && !leaving) all(true); });
  addEventListener("beforeunload", (e) => { if (!leaving && guards.some((g) => text(g) !== g.saved)) e.preventDefault(); });

  for (const g of guards) {
    g.saved = text(g);
    const old = kept(g);
    if (!old || JSON.stringify(old.pairs) === g.saved) { if (old) drop(g); continue; }
    g.input.value = old.version;
    put(g, old.pairs);
    say("wait", words.restored);
    plan(g);
  }
}

function make(tag, className, text = "") {
  const e = document.createElement(tag);
  if (className) e.className = className;
  e.textContent = text;
  return e;
}
