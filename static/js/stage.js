// The ceremony in two windows. The presenter's holds the whole show, so the network
// is not needed while it runs; only the number of the cue travels between them.
// On the site an audience window is given each secret slide at its step, by the
// presenter's window beside it or by the network (live.js).
//
//   <body class="stagepage" data-show="2027-real" data-view="audience|presenter">
//     <div id="cues" hidden>
//       <section data-cue data-part="…" data-title="…" data-seconds="40">   data-follows: goes with the cue before
//         <div class="slide">…</div>                 what the hall sees
//         <div class="say">…</div>                   what the presenter says
//         <script type="text/plain" data-jpeg>…</script>   base64, for each img[data-photo] of the slide
//       </section> …
//     </div>
//     audience:  <div class="stage" data-screen></div>
//     presenter: <div class="stage" data-screen></div> <div data-say></div>
//                <div class="stage" data-after></div> <b data-after-title></b>
//                button[data-act=next|back|black|hold|full|open|log|hear]
//                [data-clock=show] [data-clock=cue] (data-of="{t} of {d}")
//                [data-link] (data-linked, data-lost: words of the link light)
//                ol.run with button[data-go=0…]
//   The mark of a rehearsal is part of every slide.
//
// A changed plan (plan.js) is kept here and told to the other window.
//
// In a pack (pack.js) a cue with data-sealed holds only cipher: it is opened
// when it is on, and forgotten when the show goes on. #cue=12 begins there.
// Every step is written to a log on this computer; data-act=log downloads it.
//
// Every press moves exactly one cue; presses within 0.6 s count once, those of
// black for themselves; nothing moves by a timer. Space → PgDn click: next · ← PgUp: back · number, Enter: go
// to cue · B or .: black · H: holding slide · F: full screen · S: hear the name.
// A slide with long names is set smaller until all of it stands above the heads.
function fit(slide) {
  const parts = [...slide.children].filter((e) => !e.matches(".rehearsal"));
  const over = () => parts.some((e) => e.offsetTop < -1 || e.offsetTop + e.offsetHeight > slide.clientHeight + 1 || e.scrollWidth > slide.clientWidth + 1);
  for (let size = 1; size > 0.4; size -= 0.05) {
    slide.style.setProperty("--fit", size);
    if (!over()) return;
  }
}
// The photos of a slide are read before it is shown, and early, when there is time,
// decoded. What is read stays with the picture, not under its address.
const pictures = (slide, photos, early) => Promise.all([...slide.querySelectorAll("[data-photo]:not([src])")].map(async (img, i) => {
  if (!photos?.[i]) return;
  img.src = URL.createObjectURL(photos[i]);
  await new Promise((then) => { img.onload = img.onerror = then; });
  URL.revokeObjectURL(img.src);
  if (early) await img.decode().catch(() => {});
}));
globalThis.wegoStage = { fit, pictures };
const body = document.querySelector("[data-show]");
const cues = [...document.querySelectorAll("#cues > [data-cue]")];
if (body && cues.length) start(body, cues);

function start(body, cues) {
  for (const cue of cues) {
    const photos = [...cue.querySelectorAll("[data-jpeg]")];
    if (photos.length) cue.photos = photos.map((e) => { e.remove(); return globalThis.wegoPhoto(e.textContent); });
  }
  const presenter = body.dataset.view === "presenter", key = "wego-show:" + body.dataset.show;
  const find = (s) => document.querySelector(s), every = (s) => [...document.querySelectorAll(s)];
  const channel = "BroadcastChannel" in window ? new BroadcastChannel(key) : null;
  const plans = globalThis.wegoPlan(cues);
  let state = { cue: 0, black: false, began: 0, since: 0, plan: plans.made() }, heard = 0, pressed = 0, blacked = 0, typed = "";
  const hash = new URLSearchParams(location.hash.slice(1)), from = within(Number(hash.get("cue")) - 1);
  const drawn = new Map();
  let opened = null, soon, live, tear, near = { at: 0 };
  try { state = { ...state, ...JSON.parse(localStorage.getItem(key) ?? "{}") }; } catch { /* a private window */ }
  state.cue = within(state.cue);
  if (state.plan.order.length !== plans.made().order.length) state.plan = plans.made();

  function within(n) { return Math.max(0, Math.min(cues.length - 1, Number(n) || 0)); }
  function tell() {
    state.turn = (state.turn ?? 0) + 1;
    beside(true);
    live?.post();
    try { localStorage.setItem(key, JSON.stringify(state)); } catch { /* a private window */ }
  }
  // A slide that the audience window beside this one does not hold goes with the step.
  function beside(whole) {
    const cue = cues[state.cue], slide = whole && cue.dataset.secret !== undefined && cue.querySelector(".slide");
    channel?.postMessage({ state, card: slide ? { slide: slide.innerHTML, photos: cue.photos } : undefined, by: live?.me });
  }
  // The hall goes first: while a screen beside this window draws, it waits.
  let hall = { cue: -1 };
  const pause = (ms) => new Promise((then) => { setTimeout(then, ms); });
  const ahead = () => presenter && Date.now() - heard < 8000 && Promise.race([new Promise((come) => { hall = { cue: state.cue, come }; }), pause(200)]);
  function note(deed) {
    const line = [new Date().toISOString(), deed, state.cue + 1, cues[state.cue].dataset.title].join("\t");
    try { localStorage.setItem(key + ":log", (localStorage.getItem(key + ":log") ?? "") + line + "\n"); } catch { /* a private window */ }
  }
  function log() {
    const a = document.createElement("a");
    a.href = URL.createObjectURL(new Blob([localStorage.getItem(key + ":log") ?? ""], { type: "text/plain" }));
    a.download = body.dataset.show + "-log.txt";
    a.click();
    setTimeout(() => URL.revokeObjectURL(a.href), 1000);
  }
  const gone = (n) => plans.gone(state.plan, n), sequence = () => plans.sequence(state.plan);
  // step is the cue before (-1) or after (1) this one; this one at the end.
  function step(by) {
    const all = sequence();
    for (let i = all.indexOf(state.cue) + by; i >= 0 && i < all.length; i += by) if (!gone(all[i])) return all[i];
    return state.cue;
  }
  function go(n) {
    const now = Date.now();
    if (now - pressed < 600 || gone(within(n))) return;
    pressed = now;
    voice?.pause();
    state.cue = within(n);
    state.since = now;
    if (!state.began && state.cue > 0) state.began = now;
    const turn = ahead();
    tell();
    draw(turn);
    note("cue");
  }
  function black() {
    const now = Date.now();
    if (now - blacked < 600) return;
    blacked = now;
    state.black = !state.black;
    note(state.black ? "black" : "light");
    tell();
    draw();
  }
  // painted calls when what was drawn is on its way to the screen; a window that
  // nobody sees paints nothing.
  const painted = (then) => { let once = () => { once = () => {}; then(); }; requestAnimationFrame(() => setTimeout(() => once())); setTimeout(() => once(), 100); };
  function full() { document.fullscreenElement ? document.exitFullscreen() : document.documentElement.requestFullscreen?.(); }

  // A slide is drawn once: a cue that is told again does not rise anew.
  function fill(place, cue) {
    if (!place || drawn.get(place)?.cue === cue) return drawn.get(place)?.done;
    const now = { cue };
    drawn.set(place, now);
    const slide = cue?.querySelector(".slide");
    return now.done = set(place, cue?.isConnected ? slide?.cloneNode(true) : slide, now);
  }
  async function set(place, slide, now) {
    if (slide && now.cue.photos) await pictures(slide, now.cue.photos);
    if (drawn.get(place) !== now) return;
    place.querySelector(".slide")?.remove();
    if (!slide) return;
    place.prepend(slide);
    films(slide, place.dataset.screen !== undefined && !presenter);
    mark(slide);
  }
  // A film plays on the audience's screen only. One that is missing leaves the
  // title; one that may not sound yet plays without, and the presenter is told.
  function films(slide, live) {
    for (const film of slide.querySelectorAll("video[data-film]")) {
      const captions = film.parentElement.querySelector("[data-captions]");
      if (captions) film.append(Object.assign(document.createElement("track"), { kind: "captions", src: captions.dataset.captions, default: true }));
      film.addEventListener("error", () => film.remove());
      film.muted = !live;
      film.src = film.dataset.film;
      if (live && !state.black) film.play().catch(() => { film.muted = true; film.play().catch(() => {}); channel?.postMessage({ quiet: true }); });
    }
  }
  // mark puts the changed plan on a slide, and makes it fit again.
  function mark(slide) {
    plans.mark(state.plan, slide);
    if (slide.matches(".slide")) fit(slide);
  }
  // Until a closed cue is open (tear.js) the screens keep what they show.
  async function put(n, cue) {
    if (cue.querySelector(".slide")) await fill(find("[data-screen]"), cue);
    if (state.cue !== n) return;
    find("[data-screen]").dataset.at = n + 1;
    const say = find("[data-say]");
    say?.replaceChildren(...(cue.querySelector(".say")?.cloneNode(true).childNodes ?? []));
    if (say) mark(say);
    tear?.at(n);
  }
  // Until a sealed cue is open the screen keeps what it shows.
  async function unseal(n) {
    const mine = opened = { n }, part = await (soon?.n === n ? soon.part : (globalThis.wegoPack ?? live).open(n, presenter));
    if (opened !== mine) return;
    await put(n, part);
    if (opened === mine) foresee(n);
  }
  // What follows a name, as a photo does, shows whom the screen names by then: it is
  // made ready meanwhile. Nothing else is opened before its cue, as the next place is
  // a secret still.
  function foresee(n) {
    const next = step(1);
    soon = undefined;
    if (globalThis.wegoPack && next === n + 1 && cues[next].dataset.follows !== undefined) soon = { n: next, part: early(next) };
  }
  async function early(n) {
    await pause(100);
    const part = await globalThis.wegoPack.open(n, presenter);
    await pictures(part.querySelector(".slide"), part.photos, true);
    return part;
  }
  async function show(n, turn) {
    if (turn) await turn;
    if (state.cue !== n) return;
    if (opened?.n !== n && soon?.n !== n) soon = undefined;
    if (opened?.n !== n) opened = null;
    if (cues[n].dataset.sealed === undefined) await put(n, cues[n]);
    else if (!opened) await unseal(n);
  }
  function draw(turn) {
    const next = step(1), after = next === state.cue ? undefined : cues[next], screen = find("[data-screen]");
    const done = show(state.cue, turn);
    screen?.classList.toggle("black", state.black);
    // Behind black a film waits.
    if (!presenter) for (const film of screen.querySelectorAll("video")) state.black ? film.pause() : film.paused && !film.ended && film.src && film.play().catch(() => {});
    if (!presenter) { document.title = cues[state.cue].dataset.title; return done; }
    fill(find("[data-after]"), after?.dataset.secret === undefined ? after : undefined);
    const title = find("[data-after-title]");
    if (title) title.textContent = after?.dataset.title ?? "";
    every("[data-act=black]").forEach((b) => b.setAttribute("aria-pressed", state.black));
    const all = sequence(), at = all.indexOf(state.cue), rows = every("[data-go]").sort((a, b) => a.dataset.go - b.dataset.go);
    all.forEach((n, i) => {
      const b = rows[n];
      if (b.parentElement.parentElement.children[i] !== b.parentElement) b.parentElement.parentElement.insertBefore(b.parentElement, b.parentElement.parentElement.children[i]);
      b.toggleAttribute("aria-current", n === state.cue);
      if (n === state.cue) b.setAttribute("aria-current", "step");
      b.classList.toggle("done", i < at);
      b.classList.toggle("out", gone(n));
      b.disabled = gone(n);
    });
    // Not at the next frame: behind another window there may be none.
    setTimeout(() => {
      const here = find("[data-go][aria-current]"), list = here?.closest(".run");
      if (list) list.scrollTop = here.offsetTop - list.offsetTop - 60;
    });
    tick();
    return done;
  }
  const clock = (ms) => { const s = Math.max(0, Math.floor(ms / 1000)); return Math.floor(s / 60) + ":" + String(s % 60).padStart(2, "0"); };
  function tick() {
    const now = Date.now(), show = find("[data-clock=show]"), cue = find("[data-clock=cue]"), light = find("[data-link]");
    if (show) show.textContent = clock(state.began ? now - state.began : 0);
    if (cue) cue.textContent = (cue.dataset.of ?? "{t}").replace("{t}", clock(state.since ? now - state.since : 0)).replace("{d}", clock(1000 * Number(cues[state.cue].dataset.seconds ?? 0)));
    if (light) {
      const on = now - heard < 8000 || live?.screens > 0 && !live.lost;
      const words = on ? light.dataset.linked : light.dataset.lost;
      if (light.textContent !== words) light.textContent = words;
      light.classList.toggle("lost", !on);
    }
    const line = find("[data-line]"), how = live?.stale ? "stale" : live?.lost ? "lost" : "linked";
    if (line && live) {
      const words = line.dataset[how].replace("{n}", live.screens);
      if (line.textContent !== words) line.textContent = words;
      line.classList.toggle("lost", how !== "linked");
    }
  }

  function replan(plan) {
    state.plan = plan;
    note("plan: " + (plans.code(plan) || "as made"));
    tell();
    draw();
    every("[data-screen] > .slide, [data-after] > .slide, [data-say]").forEach(mark);
    planned();
  }
  function planned() {
    if (find("[data-plan-absent]")) find("[data-plan-absent]").value = state.plan.absent.join(" / ");
    if (find("[data-plan-code]")) find("[data-plan-code]").value = plans.code(state.plan);
    if (find("[data-plan-said]")) find("[data-plan-said]").textContent = "";
  }
  function change(how) {
    const away = [...document.querySelectorAll("[data-say] [data-city]")].map((e) => e.dataset.city);
    replan(plans.changed(state.plan, how, within(Number(find("[data-plan-cue]").value) - 1), away));
  }
  document.addEventListener("change", ({ target }) => {
    if (target.matches("[data-plan-absent]")) replan({ ...state.plan, absent: plans.names(target.value) });
    if (!target.matches("[data-plan-code]")) return;
    const plan = plans.read(target.value);
    if (plan) replan(plan);
    else find("[data-plan-said]").textContent = find("[data-plan-said]").dataset.bad;
  });

  // A recorded name sounds beside the presenter only; the key takes the next one.
  let voice;
  function hear(b) {
    const all = every("[data-say] [data-sound]");
    b ??= all[(all.indexOf(voice?.of) + 1) % all.length];
    if (!b) return;
    voice?.pause();
    voice = Object.assign(new Audio("data:" + b.dataset.sound.replaceAll("-", "+").replaceAll("_", "/")), { of: b });
    voice.play().catch(() => {});
  }

  const acts = {
    next: () => go(step(1)), back: () => go(step(-1)), hold: () => go(0), black, full, log, hear,
    open: (b) => window.open(b.dataset.url, key, "popup"),
  };
  const keys = {
    " ": acts.next, ArrowRight: acts.next, PageDown: acts.next, ArrowLeft: acts.back, PageUp: acts.back,
    b: black, ".": black, h: acts.hold, f: full, s: () => hear(),
  };
  document.addEventListener("keydown", (e) => {
    if (e.ctrlKey || e.metaKey || e.altKey || e.repeat) return;
    const field = e.target.closest("input");
    if (field && e.key === "Escape") field.blur();
    if (field && !e.key.startsWith("Page")) return; // who types does not move the show; a clicker does
    if (/^\d$/.test(e.key)) { typed += e.key; return; }
    const jump = e.key === "Enter" && typed;
    if (jump) go(Number(typed) - 1);
    typed = "";
    const act = keys[e.key.length === 1 ? e.key.toLowerCase() : e.key];
    if (e.key === " " && e.target.closest("button, a")) return;
    if (act) act();
    if (act || jump) e.preventDefault();
  });
  document.addEventListener("click", (e) => {
    const b = e.target.closest("button");
    if (!b) { if (!presenter && !e.target.closest("a")) go(step(1)); return; }
    // Pressed by mouse, a button does not keep the keys: Space is next again.
    if (e.detail) b.blur();
    if (b.dataset.go !== undefined) go(Number(b.dataset.go));
    else if (b.dataset.plan) change(b.dataset.plan);
    else acts[b.dataset.act]?.(b);
  });
  async function follow(to) {
    state = { ...to, cue: within(to.cue) };
    const at = state.cue;
    every("[data-screen] > .slide").forEach(mark);
    await draw();
    return at;
  }
  if (channel) channel.onmessage = ({ data }) => {
    if (data.card) live?.card(data.state.cue, data.card);
    if (data.state) { near = { by: data.by, at: performance.now() }; follow(data.state).then((at) => { if (!presenter) painted(() => channel.postMessage({ here: at })); }); }
    if (data.quiet && presenter) find("[data-quiet]").hidden = false;
    if (data.here !== undefined) { heard = Date.now(); tick(); if (data.here === hall.cue) hall.come(); }
    if (data.hello && presenter) tell();
    if (data.ask && !presenter) channel.postMessage({ state, here: true });
  };
  // The slower way between windows: what it brings may have come by the other, and
  // more since.
  addEventListener("storage", (e) => {
    const to = e.key === key && e.newValue && JSON.parse(e.newValue);
    if (to && !(to.turn <= state.turn)) { state = to; draw(); }
  });

  addEventListener("resize", () => every("[data-screen] > .slide, [data-after] > .slide").forEach(fit));
  // Loaded anew, a window goes on where it was. A presenter window that is
  // opened begins the show, unless an audience screen is on: what was tried out
  // before must not stand on the screen when the hall fills.
  const first = presenter && performance.getEntriesByType("navigation")[0]?.type === "navigate";
  tear = globalThis.wegoTear?.({ cues, come: () => { tell(); draw(); } });
  live = globalThis.wegoLive?.({
    first, parts: (keys) => tear?.parts(keys), anyway: hash.has("cue"), told: () => presenter && tick(),
    step: () => ({ cue: state.cue, black: state.black ? "yes" : "no", ...presenter && { plan: plans.code(state.plan), shown: plans.code(plans.shown(state.plan, cues[state.cue])) } }),
    // What the presenter's window beside this one says is nearer than its own echo.
    take(step) {
      if (near.by === step.by && performance.now() - near.at < 8000) return;
      const moved = step.cue !== state.cue;
      follow({ ...state, cue: step.cue, black: step.black, plan: plans.read(step.plan) ?? plans.made(), since: moved ? Date.now() : state.since, began: state.began || (step.cue ? Date.now() : 0) });
      if (presenter) { planned(); beside(true); if (plans.code(plans.shown(state.plan, cues[state.cue])) !== (step.shown ?? "")) live.post(); }
    },
  });
  if (first) {
    state = { turn: state.turn, cue: from, black: false, began: 0, since: 0, plan: plans.read(hash.get("plan") ?? "") ?? plans.made() };
    channel?.postMessage({ ask: true });
    setTimeout(tell, 300);
  }
  if (!presenter) document.documentElement.classList.add("full", "live");
  draw();
  planned();
  if (presenter) setInterval(() => { tick(); beside(); }, 2000);
  else channel?.postMessage({ hello: true });
}
