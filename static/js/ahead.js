// Suggests while somebody writes: <input data-ahead="address">. The list is a
// combobox of links; without this script the page of results shows the same.
for (const box of document.querySelectorAll("[data-ahead]")) {
  const list = document.createElement("ul"), said = document.createElement("p");
  list.id = box.id + "-ahead"; list.role = "listbox"; list.className = "ahead"; list.hidden = true;
  list.setAttribute("aria-label", box.dataset.label);
  said.role = "status"; said.className = "vh";
  box.parentElement.after(list, said);
  for (const [name, value] of Object.entries({ role: "combobox", "aria-autocomplete": "list", "aria-expanded": "false", "aria-controls": list.id })) box.setAttribute(name, value);
  let at = -1, asked = "", timer, busy;
  const mark = (to) => {
    const all = [...list.children];
    at = all.length ? (to + all.length + 1) % (all.length + 1) : -1;
    if (at === all.length) at = -1;
    all.forEach((item, i) => item.setAttribute("aria-selected", i === at));
    if (at < 0) box.removeAttribute("aria-activedescendant");
    else { box.setAttribute("aria-activedescendant", all[at].id); all[at].scrollIntoView({ block: "nearest" }); }
  };
  const show = (open) => { list.hidden = !open; box.setAttribute("aria-expanded", open); if (!open) mark(-1); };
  const fill = (got) => {
    list.replaceChildren(...got.list.map((one, i) => {
      const item = document.createElement("li"), text = document.createElement("bdi"), kind = document.createElement("span");
      item.id = list.id + i; item.role = "option"; item.dataset.url = one.url;
      text.textContent = one.text; if (one.lang) text.lang = one.lang;
      kind.textContent = one.kind; kind.className = "meta";
      item.append(text, " ", kind);
      return item;
    }));
    at = -1; said.textContent = got.said; show(got.list.length > 0);
  };
  const ask = async () => {
    const text = box.value.trim();
    if (text === asked) return;
    asked = text; busy?.abort();
    if (!text) return show(false);
    busy = new AbortController();
    try {
      const got = await fetch(box.dataset.ahead + "?q=" + encodeURIComponent(text), { signal: busy.signal });
      if (got.ok) fill(await got.json());
    } catch { /* the next letter asks again */ }
  };
  box.addEventListener("input", () => { clearTimeout(timer); timer = setTimeout(ask, 120); });
  box.addEventListener("keydown", (e) => {
    if (e.isComposing || list.hidden) return;
    if (e.key === "ArrowDown" || e.key === "ArrowUp") { e.preventDefault(); mark(at + (e.key === "ArrowDown" ? 1 : -1)); }
    else if (e.key === "Escape") { e.preventDefault(); show(false); }
    else if (e.key === "Enter" && at >= 0) { e.preventDefault(); location.assign(list.children[at].dataset.url); }
  });
  list.addEventListener("pointerdown", (e) => { const item = e.target.closest("li"); if (item) { e.preventDefault(); location.assign(item.dataset.url); } });
  box.addEventListener("blur", () => show(false));
}
