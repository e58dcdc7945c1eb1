// The comparison of an exported library. The list stands in the address behind
// #, so that it can be kept and sent on. What each practice says comes as a
// script, since a page from a disk may load nothing else; the file of a practice
// is the last byte of the FNV-1a hash of its address.
(() => {
  const page = document.querySelector("[data-beside]"), words = page.dataset, heads = JSON.parse(words.beside), columns = {};
  const [said, side, tools, chosen] = ["said", "side", "tools", "chosen"].map((id) => document.getElementById(id));
  const base = document.querySelector("script[src$='library/index.js']").getAttribute("src").replace(/index\.js$/, "");
  window.wegoColumns = (some) => Object.assign(columns, some);
  const file = (slug) => {
    let hash = 0x811c9dc5;
    for (const byte of new TextEncoder().encode(slug)) hash = Math.imul(hash ^ byte, 0x01000193) >>> 0;
    return (hash & 255).toString(16).padStart(2, "0") + ".js";
  };
  const load = (slug) => columns[slug] || new Promise((done) => {
    const script = document.createElement("script");
    script.src = base + "columns/" + file(slug);
    script.onload = script.onerror = done;
    document.head.append(script);
  });
  const make = (name, text, lang) => {
    const made = document.createElement(name);
    if (text !== undefined) made.textContent = text;
    if (lang) made.lang = lang;
    return made;
  };
  const titled = (slug) => {
    const link = make("a", undefined, columns[slug][1]);
    link.href = base + slug + ".html";
    link.append(make("bdi", columns[slug][0]));
    return link;
  };
  const listed = () => [...new Set(new URLSearchParams(location.hash.slice(1)).getAll("p"))].slice(0, 12);
  const rows = (slugs) => heads.map((head, at) => [head, slugs.map((slug) => columns[slug][2][at])]).filter(([, cells]) => cells.some(Boolean));
  const table = (slugs) => {
    const made = make("table"), head = make("tr"), body = make("tbody"), caption = make("caption", words.table);
    made.className = "side";
    caption.className = "vh";
    head.append(make("th", words.row));
    for (const slug of slugs) {
      const cell = make("th");
      cell.append(titled(slug));
      head.append(cell);
    }
    for (const cell of head.children) cell.scope = "col";
    for (const [name, cells] of rows(slugs)) {
      const row = make("tr"), first = make("th", name);
      first.scope = "row";
      row.append(first);
      cells.forEach((lines, at) => {
        const cell = make("td", undefined, lines?.[0]);
        cell.dataset.of = columns[slugs[at]][0];
        for (const line of lines ? lines.slice(1) : []) {
          const p = make("p", line);
          p.dir = "auto";
          cell.append(p);
        }
        if (!lines) {
          const none = make("span", words.none);
          none.className = "muted";
          cell.append(none);
        }
        row.append(cell);
      });
      body.append(row);
    }
    const top = make("thead");
    top.append(head);
    made.append(caption, top, body);
    return made;
  };
  const list = (slugs) => slugs.map((slug) => {
    const item = make("li"), less = make("a", words.remove), name = make("span", " " + columns[slug][0]);
    item.className = "row";
    name.className = "vh";
    less.className = "noprint";
    less.href = "#" + new URLSearchParams(slugs.filter((s) => s !== slug).map((s) => ["p", s]));
    less.append(name);
    item.append(titled(slug), less);
    return item;
  });
  const draw = async () => {
    const asked = listed();
    await Promise.all(asked.map(load));
    const slugs = asked.filter((slug) => columns[slug]), gone = asked.filter((slug) => !columns[slug]), fits = slugs.length > 1 && slugs.length < 5;
    const notes = gone.length ? [words.unknown.replace("{names}", gone.join(", "))] : [];
    if (!fits) notes.push([words.empty, words.one][slugs.length] ?? words.many.replace("{n}", slugs.length.toLocaleString(document.documentElement.lang)));
    said.textContent = notes.join(" ");
    said.hidden = !notes.length;
    side.replaceChildren(...(fits ? [table(slugs)] : []));
    tools.hidden = !fits;
    chosen.hidden = !slugs.length;
    chosen.querySelector("ul").replaceChildren(...list(slugs));
  };
  const cell = (text) => '"' + (/^\s*[=+\-@＝＋－＠]/.test(text) ? "'" : "") + text.replaceAll('"', '""') + '"';
  document.getElementById("csv").addEventListener("click", () => {
    const slugs = listed().filter((slug) => columns[slug]), out = [[words.row, ...slugs.map((slug) => columns[slug][0])]];
    for (const [name, cells] of rows(slugs)) out.push([name, ...cells.map((lines) => (lines ? lines.slice(1).join("\n") : words.none))]);
    out.push([words.address, ...slugs.map((slug) => new URL(base + slug + ".html", location.href).href)]);
    const link = make("a");
    link.href = URL.createObjectURL(new Blob(["\ufeff" + out.map((row) => row.map(cell).join(",") + "\r\n").join("")], { type: "text/csv" }));
    link.download = "comparison.csv";
    link.click();
    URL.revokeObjectURL(link.href);
  });
  document.getElementById("print").addEventListener("click", () => print());
  window.addEventListener("hashchange", draw);
  draw();
})();
