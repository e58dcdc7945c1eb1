// What the browser tests do inside a page: find things as a person names them,
// and measure what a person would see. Every call gets the scopes that the tab
// was narrowed to, and answers with plain data: {why} when it cannot, yet.
(scopes) => {
  const flat = (s) => (s ?? "").replace(/\s+/g, " ").trim();
  const fold = (s) => flat(s).toLowerCase();
  const textOf = (el) => flat(el.innerText ?? el.textContent);
  const byIDs = (ids) => flat(ids.split(/\s+/).map((id) => document.getElementById(id)?.textContent).join(" "));
  const boxes = (el) => [...el.getClientRects()].filter((r) => r.width > 0 && r.height > 0);
  const shown = (el) => el.checkVisibility({ visibilityProperty: true }) && boxes(el).length > 0;
  const short = (s) => (s.length > 60 ? s.slice(0, 57) + "…" : s);

  const nameOf = (el) => {
    if (el.getAttribute("aria-labelledby")) return byIDs(el.getAttribute("aria-labelledby"));
    if (el.getAttribute("aria-label")) return flat(el.getAttribute("aria-label"));
    if (el.matches("input")) return flat(el.value || el.alt);
    return textOf(el) || flat([...el.querySelectorAll("img[alt], svg title")].map((i) => i.alt ?? i.textContent).join(" ")) || flat(el.title);
  };
  const labelOf = (el) => {
    if (el.getAttribute("aria-labelledby")) return byIDs(el.getAttribute("aria-labelledby"));
    if (el.getAttribute("aria-label")) return flat(el.getAttribute("aria-label"));
    return flat([...(el.labels ?? [])].map((label) => {
      const copy = label.cloneNode(true);
      copy.querySelectorAll("input, select, textarea, script, style").forEach((n) => n.remove());
      return copy.textContent;
    }).join(" "));
  };

  // choose takes the one candidate that bears the name: exactly, else at its
  // beginning, else anywhere. Two that fit equally well are a question back.
  const choose = (what, all, naming, want) => {
    const named = all.map((el) => ({ el, name: naming(el) }));
    const w = fold(want);
    for (const fits of [(n) => n === w, (n) => n.startsWith(w), (n) => n.includes(w)]) {
      const hits = named.filter((c) => c.name && fits(fold(c.name)));
      const same = hits.length > 1 && hits.every((h) => h.el.href && h.el.href === hits[0].el.href);
      if (hits.length === 1 || same) return hits[0];
      if (hits.length > 1) return { why: `${hits.length} fit ${what} “${want}”: ${hits.slice(0, 5).map((h) => short(h.name)).join(" | ")}` };
    }
    const names = [...new Set(named.map((c) => short(c.name)).filter(Boolean))].slice(0, 30).join(" | ");
    return { why: `no ${what} “${want}”; there are: ${names || "none"}` };
  };

  const narrow = () => {
    let root = document.body;
    for (const s of scopes) {
      if (s.css) {
        root = [...root.querySelectorAll(s.css)].find(shown);
        if (!root) return { why: `nothing shown fits ${s.css}` };
        continue;
      }
      const groups = [...root.querySelectorAll("fieldset, [role=group], [role=radiogroup], section, [role=region]")].filter(shown);
      const hit = choose("group", groups, (el) => labelOf(el) || textOf(el.querySelector("legend, h2, h3, h4") ?? {}), s.group);
      if (!hit.el) return hit;
      root = hit.el;
    }
    return root ? { root } : { why: "the page has no body yet" };
  };
  const inScope = (f) => (...args) => {
    const { root, why } = narrow();
    return why ? { why } : f(root, ...args);
  };
  const all = (root, css) => [...root.querySelectorAll(css)];

  const pressable = "a[href], button, summary, input[type=submit], input[type=button], input[type=reset], input[type=image], [role=button], [role=link], [role=tab], [role=menuitem], [role=option]";
  const findPressable = (root, want) => {
    const hit = choose("link or button", all(root, pressable).filter(shown), nameOf, want);
    if (hit.el || !hit.why.startsWith("no ")) return hit;
    const label = choose("label", all(root, "label").filter(shown), textOf, want);
    return label.el ? label : hit;
  };
  const findCSS = (root, css) => {
    try {
      return all(root, css);
    } catch {
      return [];
    }
  };
  const fields = (root, css) => all(root, css).filter((el) => shown(el) || [...(el.labels ?? [])].some(shown));
  const textual = "input:not([type=radio], [type=checkbox], [type=submit], [type=button], [type=reset], [type=image], [type=hidden], [type=file]), textarea, select, [contenteditable=true], [contenteditable='']";
  const findField = (root, want) => choose("field", fields(root, textual), (el) => labelOf(el) || flat(el.placeholder), want);
  const findChoice = (root, want) => choose("choice", fields(root, "input[type=radio], input[type=checkbox], [role=radio], [role=checkbox], [role=switch]"), (el) => labelOf(el) || nameOf(el), want);
  const findFile = (root, want) => choose("file field", all(root, "input[type=file]").filter((el) => !el.disabled), labelOf, want);

  const describe = (el) => {
    if (!el) return "nothing";
    const id = el.id ? "#" + el.id : "";
    const cls = typeof el.className === "string" && el.className.trim() ? "." + el.className.trim().split(/\s+/).join(".") : "";
    return `<${el.localName}${id}${cls}> “${short(labelOf(el) || nameOf(el))}”`;
  };
  const belongs = (hit, el) => !!hit && (el === hit || el.contains(hit) || hit.closest("label")?.control === el || (el.localName === "label" && el.control === hit));

  // point says where to press an element, once it can be pressed there.
  const point = (el) => {
    if (el.matches(":disabled")) return { why: `${describe(el)} is disabled` };
    el.scrollIntoView({ block: "center", inline: "nearest", behavior: "instant" });
    const r = boxes(el)[0];
    if (!r) return { why: `${describe(el)} is not shown` };
    const x = r.left + r.width / 2, y = r.top + r.height / 2;
    const hit = document.elementFromPoint(x, y);
    if (!belongs(hit, el)) return { why: `${describe(el)} is covered by ${describe(hit)}` };
    const button = el.closest("button, input");
    const form = button?.type === "submit" || button?.type === "image" ? button.form : null;
    const sends = !!form && (form.noValidate || button.formNoValidate || form.matches(":valid")) && form.method !== "dialog";
    return { x, y, sends };
  };
  const choicePoint = (el) => {
    const at = shown(el) ? point(el) : { why: "hidden" };
    if (!at.why) return at;
    const label = [...(el.labels ?? [])].find(shown);
    return label ? point(label) : at;
  };

  const fillable = (el) => {
    if (el.matches(":disabled") || el.readOnly) return { why: `${describe(el)} cannot be changed` };
    if (/^(date|time|month|week|datetime-local|color|range|select-one)$/.test(el.type ?? "")) return { set: true };
    el.focus();
    if (el.select) el.select();
    else getSelection().selectAllChildren(el);
    return document.activeElement === el ? { typed: true } : { why: `${describe(el)} does not take the focus` };
  };
  const valueOf = (el) => (el.isContentEditable ? el.innerText : el.value).replace(/\r\n/g, "\n");
  const tell = (el) => ["input", "change"].forEach((type) => el.dispatchEvent(new Event(type, { bubbles: true })));
  const setOption = (el, want) => {
    const hit = choose("option", [...el.options], (o) => flat(o.label || o.textContent), want);
    if (!hit.el) return hit;
    el.focus();
    el.value = hit.el.value;
    hit.el.selected = true;
    tell(el);
    return {};
  };
  const setValue = (el, value) => {
    if (el.localName === "select") return setOption(el, value);
    el.focus();
    const proto = Object.getPrototypeOf(el);
    Object.getOwnPropertyDescriptor(proto, "value").set.call(el, value);
    tell(el);
    return {};
  };
  const rest = () => document.getAnimations().forEach((a) => {
    try {
      a.finish();
    } catch {
      a.cancel();
    }
  });

  // The ring of a stop may be drawn on the control, on its label, or on what
  // holds it; "before" and "after" are compared, so a shadow counts as well.
  const halts = "a[href], button, input, select, textarea, summary, [tabindex]";
  const ringed = (el) => {
    const next = el.nextElementSibling;
    const beside = next && !next.matches(halts) && !next.querySelector(halts) ? next : null;
    return [el, ...(el.labels ?? []), beside, el.parentElement, el.parentElement?.parentElement]
      .filter((n) => n && n !== document.body && n !== document.documentElement);
  };
  const paint = (el) => {
    const s = getComputedStyle(el);
    const drawn = s.outlineStyle !== "none" && parseFloat(s.outlineWidth) >= 1 && !/, 0\)$|\/ 0\)$|^transparent$/.test(s.outlineColor);
    return [drawn ? `${s.outlineStyle} ${s.outlineWidth} ${s.outlineColor}` : "", s.boxShadow, s.borderColor, s.borderWidth, s.backgroundColor, s.textDecorationLine].join(";");
  };
  const focused = () => {
    let el = document.activeElement;
    while (el?.shadowRoot?.activeElement) el = el.shadowRoot.activeElement;
    return el && el !== document.body && el !== document.documentElement ? el : null;
  };
  const samples = (r) => [0.2, 0.5, 0.8].flatMap((fx) => [0.25, 0.5, 0.75].map((fy) => ({ x: r.left + r.width * fx, y: r.top + r.height * fy })));
  const inView = (p) => p.x >= 0 && p.y >= 0 && p.x < innerWidth && p.y < innerHeight;
  const seenAt = (el) => {
    const faint = (n) => n && (parseFloat(getComputedStyle(n).opacity) < 0.1 || faint(n.parentElement));
    const tiny = boxes(el).every((r) => r.width < 3 || r.height < 3) || faint(el);
    const target = tiny ? [...(el.labels ?? [])].find(shown) ?? el : el;
    const points = boxes(target).filter((r) => r.width >= 3 && r.height >= 3).flatMap(samples).filter(inView);
    const open = points.filter((p) => {
      const hit = document.elementFromPoint(p.x, p.y);
      return belongs(hit, target) || belongs(hit, el) || !!hit?.contains(target);
    });
    const over = points.map((p) => document.elementFromPoint(p.x, p.y)).find((hit) => !belongs(hit, target) && !belongs(hit, el) && !hit?.contains(target));
    const visible = points.length > 0 && target.checkVisibility({ visibilityProperty: true }) && !faint(target);
    return { visible, obscured: points.length > 0 && open.length * 2 < points.length, over: over ? describe(over) : "" };
  };

  return {
    state: () => ({ ready: document.readyState === "complete", sent: !!window.__sent && !window.__sent.defaultPrevented }),
    watch: () => {
      delete window.__sent;
      addEventListener("submit", (e) => (window.__sent = e), { capture: true, once: true });
      return {};
    },
    see: inScope((root, want) => (fold(root.innerText).includes(fold(want)) ? {} : { why: `“${want}” is not on the page` })),
    notSee: inScope((root, want) => (fold(root.innerText).includes(fold(want)) ? { why: `“${want}” is on the page` } : {})),
    words: () => ({ text: (document.body?.innerText ?? "").replace(/\n\s*\n+/g, "\n").trim() }),
    text: inScope((root, css) => {
      const el = root.querySelector(css);
      return el ? { text: textOf(el) } : { why: `nothing fits ${css}` };
    }),
    texts: inScope((root, css) => ({ texts: all(root, css).filter(shown).map(textOf) })),
    attribute: inScope((root, css, name) => {
      const el = root.querySelector(css);
      return el ? { text: el.getAttribute(name) ?? "" } : { why: `nothing fits ${css}` };
    }),
    gone: inScope((root, css) => (all(root, css).some(shown) ? { why: `${css} is still shown` } : {})),
    click: inScope((root, want) => {
      const el = findCSS(root, want).find(shown);
      if (el) return point(el);
      const hit = findPressable(root, want);
      return hit.el ? point(hit.el) : hit;
    }),
    clickText: inScope((root, want) => {
      const hit = findPressable(root, want);
      return hit.el ? point(hit.el) : hit;
    }),
    choice: inScope((root, want) => {
      const hit = findChoice(root, want);
      if (!hit.el) return hit;
      const on = hit.el.checked ?? hit.el.getAttribute("aria-checked") === "true";
      return on ? { on } : { on, ...choicePoint(hit.el) };
    }),
    unchoice: inScope((root, want) => {
      const hit = findChoice(root, want);
      if (!hit.el) return hit;
      const on = hit.el.checked ?? hit.el.getAttribute("aria-checked") === "true";
      return on ? { on, ...choicePoint(hit.el) } : { on };
    }),
    fill: inScope((root, want) => {
      const hit = findField(root, want);
      return hit.el ? fillable(hit.el) : hit;
    }),
    set: inScope((root, want, value) => {
      const hit = findField(root, want);
      return hit.el ? setValue(hit.el, value) : hit;
    }),
    value: inScope((root, want) => {
      const hit = findField(root, want);
      if (!hit.el) return hit;
      return { text: hit.el.localName === "select" ? flat(hit.el.selectedOptions[0]?.label) : valueOf(hit.el) };
    }),
    file: inScope((root, want) => {
      const hit = findFile(root, want);
      return hit.el ? {} : hit;
    }),
    fileNode: inScope((root, want) => findFile(root, want).el ?? null),
    overflow: () => {
      const wide = Math.max(document.documentElement.scrollWidth, document.body.scrollWidth) - document.documentElement.clientWidth;
      const edge = document.documentElement.clientWidth + 1;
      const out = wide > 0 ? [...document.body.querySelectorAll("*")].filter((el) => boxes(el).some((r) => r.right + scrollX > edge)) : [];
      return { over: Math.max(0, wide), texts: out.slice(0, 8).map(describe) };
    },
    spacing: () => {
      const sheet = new CSSStyleSheet();
      sheet.replaceSync("html{font-size:200%!important}*{line-height:1.5!important;letter-spacing:.12em!important;word-spacing:.16em!important}p{margin-bottom:2em!important}");
      document.adoptedStyleSheets = [...document.adoptedStyleSheets, sheet];
      return {};
    },
    rest: () => (rest(), {}),
    walkStart: () => {
      const start = document.createElement("span");
      start.tabIndex = -1;
      document.body.prepend(start);
      start.focus();
      start.remove();
      scrollTo({ top: 0, behavior: "instant" });
      window.__stops = [];
      return {};
    },
    // walkStep looks at the stop that has the focus now, and back at the one
    // before it, which has lost its ring by now.
    walkStep: () => {
      rest();
      const stops = window.__stops, last = stops.at(-1), el = focused();
      const lastRinged = last ? last.around.some((n, i) => paint(n) !== last.painted[i] && n.isConnected) : false;
      if (!el || stops.some((s) => s.el === el)) return { done: true, lastRinged };
      const around = ringed(el);
      stops.push({ el, around, painted: around.map(paint) });
      return { name: describe(el), lastRinged, ...seenAt(el) };
    },
  };
}
