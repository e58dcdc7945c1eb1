// Searches the list of an exported library: every word must stand in a
// practice, whatever its case and accents; those in the title come first. The
// search stands in the address behind #, so that links lead to it. On the page of
// the comparison, whose list stands there too, each can be added to it.
(() => {
  const form = document.querySelector("[data-still]"), list = document.getElementById("results"), found = document.getElementById("found"), more = document.getElementById("more");
  const lang = document.documentElement.lang, rules = new Intl.PluralRules(lang), forms = JSON.parse(form.dataset.count);
  const selects = [...form.querySelectorAll("select")], order = ["theme", "region", "country", "edition", "category", "prize"];
  const plain = (s) => s.normalize("NFKD").replace(/[\u0300-\u036f]/g, "").normalize("NFC").toLowerCase();
  const base = document.querySelector("script[src$='library/index.js']").getAttribute("src").replace(/index\.js$/, "");
  const all = window.wegoLibrary.map((row) => ({ row, title: plain(row[1]), text: plain(row[3] + " " + row[4]) }));
  const step = form.dataset.add ? 8 : 30, listed = () => new URLSearchParams(location.hash.slice(1)).getAll("p");
  const adding = (slug, title) => {
    const link = document.createElement("a"), name = document.createElement("span");
    link.href = "#" + new URLSearchParams([...listed(), slug].map((p) => ["p", p]));
    link.className = "btn second small";
    name.className = "vh";
    name.textContent = " " + title;
    link.append(form.dataset.add, name);
    return link;
  };
  let hits = [], shown = 0;
  const show = () => {
    for (const { row: [slug, title, of, below] } of hits.slice(shown, shown + step)) {
      const item = document.createElement("li"), head = document.createElement("h3"), link = document.createElement("a"), name = document.createElement("bdi"), meta = document.createElement("p");
      link.href = base + slug + ".html";
      if (of) link.lang = of;
      name.textContent = title;
      meta.className = "meta";
      meta.textContent = below;
      link.append(name);
      head.append(link);
      item.append(head, meta, ...(form.dataset.add ? [adding(slug, title)] : []));
      list.append(item);
    }
    shown = Math.min(shown + step, hits.length);
    more.hidden = shown >= hits.length;
  };
  const search = () => {
    const words = plain(form.q.value).split(/\s+/).filter(Boolean), filters = selects.filter((s) => s.value).map((s) => [order.indexOf(s.name), s.value]);
    hits = [];
    const has = new Set(listed());
    for (const one of all) {
      let worth = has.has(one.row[0]) ? 0 : 1;
      for (const word of words) {
        if (one.title.includes(word)) worth += 3;
        else if (one.text.includes(word)) worth += 1;
        else { worth = 0; break; }
      }
      if (worth && filters.every(([at, value]) => one.row[5][at].includes(value))) hits.push({ ...one, worth });
    }
    if (words.length) hits.sort((a, b) => b.worth - a.worth);
    list.replaceChildren();
    shown = 0;
    found.textContent = hits.length ? (forms[rules.select(hits.length)] ?? forms.other).replace("{n}", hits.length.toLocaleString(lang)) : form.dataset.none;
    show();
    const asked = new URLSearchParams([...[...has].map((p) => ["p", p]), ...[...new FormData(form)].filter(([, value]) => value)]).toString();
    history.replaceState(null, "", asked ? "#" + asked : location.pathname);
  };
  const read = () => {
    const asked = new URLSearchParams(location.hash.slice(1));
    for (const field of [form.q, ...selects]) field.value = asked.get(field.name) ?? "";
    search();
  };
  form.addEventListener("input", search);
  form.addEventListener("submit", (e) => { e.preventDefault(); search(); });
  more.addEventListener("click", show);
  window.addEventListener("hashchange", read);
  read();
})();
