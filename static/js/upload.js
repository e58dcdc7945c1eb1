// Sends a file with a progress line, and gives file controls a button in the
// language of the page.
//
//   <form data-upload data-limit="52428800" enctype="multipart/form-data">
//     <span class="pick" data-pick=… data-none=… data-many=…><input type="file">
//     part/upload                      the line with progress and the words
//
// The form is posted as it is, with Accept: application/json. Answers:
//   200 {"location":"/en/…"}     then that page is opened
//   4xx {"fault":"a sentence"}   shown at the line
// Any other answer that is well opens the page that it led to. Without script
// the same form posts itself.
const lang = document.documentElement.lang;
for (const pick of document.querySelectorAll(".pick")) dress(pick);
for (const form of document.querySelectorAll("form[data-upload]")) watch(form);

function dress(pick) {
  const input = pick.querySelector("input");
  const button = Object.assign(document.createElement("span"), { className: "btn second", textContent: pick.dataset.pick });
  const name = Object.assign(document.createElement("span"), { className: "meta", textContent: pick.dataset.none });
  button.ariaHidden = "true";
  name.id = input.id + "-chosen";
  input.setAttribute("aria-describedby", ((input.getAttribute("aria-describedby") ?? "") + " " + name.id).trim());
  pick.prepend(button, name);
  pick.classList.add("on");
  input.addEventListener("change", () => {
    const files = [...input.files];
    name.textContent = files.length === 0 ? pick.dataset.none : files.length === 1 ? files[0].name : plural(pick.dataset.many, files.length);
  });
}

function plural(forms, n) {
  const all = JSON.parse(forms);
  return (all[new Intl.PluralRules(lang).select(n)] ?? all.other).replace("{n}", n.toLocaleString(lang));
}

function size(bytes) {
  const [unit, per] = bytes < 1e6 ? ["kilobyte", 1e3] : ["megabyte", 1e6];
  return new Intl.NumberFormat(lang, { style: "unit", unit, maximumFractionDigits: bytes < 1e7 ? 1 : 0 }).format(bytes / per);
}

function watch(form) {
  const line = form.querySelector("[data-progress]");
  if (!line) return;
  const said = line.querySelector("[role=status]"), bar = line.querySelector("progress"), stop = line.querySelector("button");
  let sending = null;

  const tell = (text, bad) => {
    line.hidden = false;
    line.classList.toggle("bad", Boolean(bad));
    said.textContent = text;
    bar.hidden = stop.hidden = Boolean(bad);
  };
  const fail = (text) => { sending = null; form.querySelectorAll("button:not([type=button])").forEach((b) => (b.disabled = false)); tell(text, true); };

  form.addEventListener("submit", (e) => {
    const input = [...form.querySelectorAll("input[type=file]")].find((i) => i.files.length);
    if (!input || sending) { if (sending) e.preventDefault(); return; }
    e.preventDefault();
    const limit = Number(form.dataset.limit);
    const large = [...input.files].find((f) => limit && f.size > limit);
    if (large) { tell(line.dataset.large.replace("{n}", large.name).replace("{z}", size(limit)), true); return; }
    send(new FormData(form, e.submitter));
  });

  function send(data) {
    const x = (sending = new XMLHttpRequest());
    x.open("POST", form.action);
    x.setRequestHeader("Accept", "application/json");
    form.querySelectorAll("button:not([type=button])").forEach((b) => (b.disabled = true));
    x.upload.addEventListener("progress", (p) => {
      if (!p.lengthComputable) return;
      const percent = Math.floor((100 * p.loaded) / p.total);
      if (p.loaded === p.total) { bar.value = 100; tell(line.dataset.checking); return; }
      if (bar.value === percent && !line.hidden) return;
      bar.value = percent;
      tell(line.dataset.sending.replace("{p}", percent).replace("{s}", size(p.loaded)).replace("{z}", size(p.total)));
    });
    x.addEventListener("load", () => {
      let answer = {};
      try { answer = JSON.parse(x.responseText); } catch { /* a page */ }
      if (x.status < 300) { sending = null; location.assign(answer.location ?? x.responseURL); } else fail(answer.fault ?? line.dataset.broken);
    });
    x.addEventListener("error", () => fail(line.dataset.broken));
    x.addEventListener("abort", () => fail(line.dataset.stopped));
    x.send(data);
    bar.value = 0;
    tell(line.dataset.sending.replace("{p}", 0).replace("{s}", size(0)).replace("{z}", "…"));
  }

  stop.addEventListener("click", () => sending?.abort());
  addEventListener("beforeunload", (e) => { if (sending) e.preventDefault(); });
}
