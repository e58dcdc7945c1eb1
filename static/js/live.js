// The windows of the site follow each other by the network, whichever machine
// they are on. A window posts the step that it takes; all others hear it as a
// server-sent event. An audience window holds no secret: its slide comes with the
// step, and only the last one is kept.
//
//   <body data-live="/en/stage/2027" data-outline="…" data-view="presenter|audience">
//   GET  data-live/steps?view=…   event watch: how many screens follow, or "unsure" after a start
//                                 event parts: the keys of those that are open
//                                 message: {cue, black, plan, shown, by, outline, slide}
//   POST data-live/step           cue, black, by, outline, and of a presenter plan, shown
//
// A line that is lost is taken up again, from the last event that was heard; what
// was stepped meanwhile is posted when it is there. stage.js gives what to do:
//
//   wegoLive({ first, anyway, step, take, told, parts }) → { me, post, open, card, … }
//   first: this window begins the show, unless a screen follows it already; or anyway
//   step(): what to post; take(step): another window has stepped
//   told(): the state of the line is another: screens, lost, stale
//   parts(keys): which parts can be shown now (tear.js)
const body = document.querySelector("[data-live]"), quiet = 6000;
if (body) globalThis.wegoLive = ({ first, anyway, step, take, told, parts }) => {
  const at = body.dataset.live, view = body.dataset.view, presenter = view === "presenter";
  const live = { me: own(), screens: 0, lost: false, stale: false };
  let ready = false, want, busy = false, last = "", source, heard = 0, tried = 0, card, waiting;

  // A window that is loaded anew is the one that it was.
  function own() {
    const key = "wego-window-" + view;
    try { return sessionStorage[key] ??= crypto.randomUUID(); } catch { return crypto.randomUUID(); }
  }
  live.post = () => {
    const text = new URLSearchParams({ ...step(), by: live.me, outline: body.dataset.outline }).toString();
    if (text === last || live.stale) return;
    want = last = text;
    if (ready && !busy) send();
  };
  async function send() {
    busy = true;
    while (want) {
      const now = want;
      try {
        const { ok, status } = await fetch(at + "/step", { method: "POST", body: new URLSearchParams(now), redirect: "error" });
        if (status === 409) live.stale = true;
        else if (!ok) throw status;
        if (want === now || live.stale) want = undefined;
        line("failing", false);
      } catch {
        line("failing", true);
        await new Promise((then) => { setTimeout(then, 1000); });
      }
      if (live.stale) told();
    }
    busy = false;
  }
  live.card = (cue, { slide, photos }) => {
    card = { cue, slide, photos };
    if (waiting?.cue === cue) waiting.give();
  };
  live.open = (cue) => new Promise((resolve) => {
    const give = () => { waiting = undefined; resolve(globalThis.wegoCard(card.slide, undefined, card.photos)); };
    waiting = { cue, give };
    if (card?.cue === cue) give();
  });
  function hear(now) {
    if (now.slide) live.card(now.cue, { ...now, photos: now.photos?.map(globalThis.wegoPhoto) });
    else if (card && card.cue !== now.cue) card = undefined;
    // The run sheet has other cues than this window: the numbers mean something else.
    if (now.outline !== body.dataset.outline) {
      if (!presenter) location.reload();
      live.stale = true;
      told();
      return;
    }
    if (ready && (want || now.by === live.me)) return;
    ready = true;
    want = undefined;
    last = "";
    take(now);
  }
  // The first window of a show begins it. One that comes to a show which screens
  // may follow, or is loaded anew, goes on where that is.
  function watch(screens) {
    live.screens = Number(screens) || 0;
    if (!ready && first && (anyway || screens === "0")) { ready = true; last = ""; live.post(); }
    told();
  }
  // The line is lost while nothing arrives, or nothing can be sent.
  const cut = { silent: false, failing: false };
  function line(how, is) {
    cut[how] = is;
    const lost = cut.silent || cut.failing;
    if (lost !== live.lost) { live.lost = lost; told(); }
  }
  function alive() {
    heard = performance.now();
    line("silent", false);
  }
  function listen() {
    source?.close();
    tried = performance.now();
    source = new EventSource(`${at}/steps?view=${view}`);
    source.addEventListener("watch", ({ data }) => { alive(); watch(data); });
    source.addEventListener("parts", ({ data }) => { alive(); parts(JSON.parse(data)); });
    source.addEventListener("message", ({ data }) => { alive(); hear(JSON.parse(data)); });
  }
  // A line that says nothing may be dead without a word: it is made anew.
  setInterval(() => {
    const now = performance.now();
    if (now - heard > quiet) line("silent", true);
    if (now - Math.max(heard, tried) > quiet || source.readyState === EventSource.CLOSED) listen();
  }, 1000);
  listen();
  return live;
};
