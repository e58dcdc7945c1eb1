// Categories that are closed in the presenter's window of a live show. At a cue that
// names cities of such a one the window offers the field for the phrase of its
// envelope, and stays; the screens keep what they show. Whoever opens the category,
// here or elsewhere, its slides come by themselves.
//
//   section[data-cue][data-secret] without .slide: closed; data-category: its name
//   <section data-tear hidden><p data-why data-closed data-again data-all></p> <form data-url>…</form></section>
//   GET data-live/cards/PART   [{cue, slide, say, photos}], once it is open
//
//   wegoTear({ cues, come }) → { at, parts }: at(n): the window stands at a cue;
//   parts(keys): which parts the site can show now; come(): there are new slides.
const body = document.querySelector("[data-live]"), box = document.querySelector("[data-tear]");
if (body && box) globalThis.wegoTear = ({ cues, come }) => {
  const why = box.querySelector("[data-why]"), form = box.querySelector("form"), field = form?.querySelector("input"), said = form?.querySelector("[role=alert]");
  const secret = cues.filter((c) => c.dataset.secret !== undefined), has = (cue) => cue.querySelector(".slide");
  const coming = new Set();
  let open, here = 0, of = "";

  function at(n) {
    here = n;
    const cue = cues[n], { part, category } = cue.dataset, shut = !has(cue), lost = open && !open.includes(part);
    box.hidden = cue.dataset.secret === undefined || !shut && !lost;
    if (box.hidden) return;
    const left = [...new Set(secret.filter((c) => c.dataset.category && (open ? !open.includes(c.dataset.part) : !has(c))).map((c) => c.dataset.category))];
    const words = why.dataset[category ? (shut ? "closed" : "again") : "all"].replace("{c}", category || left.join(", "));
    if (why.textContent !== words) why.textContent = words;
    if (!form) return;
    form.hidden = !category;
    if (of !== part) { field.value = said.textContent = ""; of = part; }
  }
  // load fetches what was closed when the window was opened, until it is there.
  async function load(part) {
    if (coming.has(part) || secret.every((c) => c.dataset.part !== part || has(c))) return;
    coming.add(part);
    try {
      const answer = await fetch(`${body.dataset.live}/cards/${encodeURIComponent(part)}`, { redirect: "error" });
      if (!answer.ok) throw answer.status;
      for (const { cue, slide, say, photos } of await answer.json()) {
        if (has(cues[cue])) continue;
        const made = globalThis.wegoCard(slide, say, photos?.map(globalThis.wegoPhoto));
        cues[cue].photos = made.photos;
        cues[cue].append(...made.children);
      }
      coming.delete(part);
      come();
    } catch {
      coming.delete(part);
      setTimeout(() => { if (open?.includes(part)) load(part); }, 1000);
    }
  }
  function parts(keys) {
    open = keys;
    keys.forEach(load);
    at(here);
  }
  form?.addEventListener("submit", async (e) => {
    e.preventDefault();
    const part = of, words = form.dataset;
    const say = (text) => { if (of === part) said.textContent = text; };
    say(words.busy);
    try {
      const answer = await fetch(`${words.url}/${encodeURIComponent(part)}`, { method: "POST", headers: { Accept: "application/json" }, body: new URLSearchParams({ phrase: field.value, to: "stage" }) });
      if (answer.status !== 204) return say((await answer.json().catch(() => ({}))).fault ?? words.failed);
      say("");
      if (of === part) { field.value = ""; field.blur(); }
      parts([...new Set([...open ?? [], part])]);
    } catch { say(words.off); }
  });
  return { at, parts };
};
