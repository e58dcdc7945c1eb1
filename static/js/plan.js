// The plan of a show as it is changed on the day: parts in another order, cues
// that are left out, cities that are not in the hall. The numbers of the cues stay
// those on paper. Its code can be read aloud, and a spare laptop takes it over:
//
//   #cue=12&plan=order 1 3 2; out 7; absent Marvale / Port Oriel
//
// stage.js keeps the plan and tells it to the other window.
globalThis.wegoPlan = (cues) => {
  const parts = [...new Set(cues.map((c) => c.dataset.part))];
  const made = () => ({ order: parts.map((_, i) => i), out: [], absent: [] });
  const names = (text) => text.split("/").map((n) => n.trim()).filter(Boolean);
  const plainly = (name) => name.normalize("NFKC").toLowerCase().trim();

  // A film or a photo after a name is left out with it.
  function gone({ out }, n) {
    while (n > 0 && cues[n].dataset.follows !== undefined && !out.includes(n)) n--;
    return out.includes(n);
  }
  const sequence = (plan) => plan.order.flatMap((p) => [...cues.keys()].filter((i) => cues[i].dataset.part === parts[p]));

  const code = ({ order, out, absent }) => [
    order.some((p, i) => p !== i) ? "order " + order.map((p) => p + 1).join(" ") : "",
    out.length ? "out " + out.map((n) => n + 1).join(" ") : "", absent.length ? "absent " + absent.join(" / ") : "",
  ].filter(Boolean).join("; ");
  // read returns the plan that a code says; nothing for what is no code.
  function read(text) {
    const plan = made(), numbers = (rest) => rest.split(/[\s,]+/).filter(Boolean).map((n) => Number(n) - 1);
    for (const line of text.split(";").map((l) => l.trim()).filter(Boolean)) {
      const [word, ...rest] = line.split(/\s+/), said = rest.join(" ");
      if (word === "order") plan.order = numbers(said);
      else if (word === "out") plan.out = numbers(said);
      else if (word === "absent") plan.absent = names(said);
      else return undefined;
    }
    const whole = [...plan.order].sort((a, b) => a - b).every((p, i) => p === i) && plan.order.length === parts.length;
    return whole && plan.out.every((n) => cues[n]) ? plan : undefined;
  }

  // changed does what a button says to the cue n; away are the cities on the screen.
  function changed(from, how, n, away) {
    if (how === "clear") return made();
    const plan = structuredClone(from), part = cues[n].dataset.part;
    const flip = (list) => {
      const back = list.every((i) => plan.out.includes(i));
      plan.out = plan.out.filter((i) => !list.includes(i)).concat(back ? [] : list).sort((a, b) => a - b);
    };
    const at = plan.order.indexOf(parts.indexOf(part)), to = at + { earlier: -1, later: 1 }[how];
    if (how === "out") flip([n]);
    if (how === "part") flip([...cues.keys()].filter((i) => cues[i].dataset.part === part));
    if (plan.order[to] !== undefined) [plan.order[at], plan.order[to]] = [plan.order[to], plan.order[at]];
    if (how === "away") plan.absent = [...new Set([...plan.absent, ...away])];
    return plan;
  }

  // mark shows on a slide who is absent and hides whose prize is left out.
  function mark(plan, slide) {
    const away = plan.absent.map(plainly);
    for (const line of slide.querySelectorAll("[data-city]")) line.hidden = line.dataset.always === undefined && ![line.dataset.city, line.dataset.local].some((name) => away.includes(plainly(name)));
    for (const one of slide.querySelectorAll("[data-of]")) one.hidden = gone(plan, Number(one.dataset.of));
    for (const row of slide.querySelectorAll(".noms > li:has([data-of])")) row.hidden = !row.querySelector("[data-of]:not([hidden])");
  }
  // shown is what of a plan may be known at a cue: who is absent of those it names.
  function shown(plan, cue) {
    const here = [...cue.querySelectorAll(".slide [data-city]")].flatMap((e) => [plainly(e.dataset.city), plainly(e.dataset.local)]);
    return { ...plan, absent: plan.absent.filter((name) => here.includes(plainly(name))) };
  }
  return { made, names, gone, sequence, code, read, changed, mark, shown };
};
