// A pack: the whole show in one file, run from a disk with the network off.
//
//   <script type="application/json" id="pack">{"head":"…","check":"…","sealed":["…"]}</script>
//   <template data-view="start|presenter|audience|phrase">…</template>
//
// The address chooses the view: nothing = the start page with its checks,
// #view=presenter, #view=audience, #cue=12 = the presenter at that cue;
// #view=slides and #view=cards are to print. This script builds the cues and the
// view; stage.js runs them.
//
// In a real pack the cues that name cities are cipher, each under a key of its
// own (PBKDF2 of the phrase, then HKDF by category and cue, then AES-GCM, which
// also holds the head to what it was). A window opened from another asks it for
// the key; a key cannot be read out, only used.
const text = document.getElementById("pack").textContent, file = JSON.parse(text), head = JSON.parse(file.head);
const hash = new URLSearchParams(location.hash.slice(1));
const view = hash.get("view") ?? (hash.has("cue") ? "presenter" : "start");
const utf8 = new TextEncoder();
// A photo's cipher is a million letters, and the hall waits: no function for each.
function bytes(base64) {
  if (Uint8Array.fromBase64) return Uint8Array.fromBase64(base64);
  const letters = atob(base64), all = new Uint8Array(letters.length);
  for (let i = 0; i < all.length; i++) all[i] = letters.charCodeAt(i);
  return all;
}
const hex = (buffer) => [...new Uint8Array(buffer)].map((b) => b.toString(16).padStart(2, "0")).join("");
const sum = async (b) => hex(await crypto.subtle.digest("SHA-256", b));
const find = (s) => document.querySelector(s), part = globalThis.wegoCard;

let take;
const key = new Promise((resolve) => { take = resolve; });

async function derived(phrase) {
  const words = utf8.encode(phrase.toUpperCase().replace(/[^A-Z2-7]/g, ""));
  const weak = await crypto.subtle.importKey("raw", words, "PBKDF2", false, ["deriveBits"]);
  const bits = await crypto.subtle.deriveBits({ name: "PBKDF2", hash: "SHA-256", salt: bytes(head.salt), iterations: head.iterations }, weak, 256);
  return crypto.subtle.importKey("raw", bits, "HKDF", false, ["deriveKey"]);
}
async function plain(base, info, cipher) {
  const own = await crypto.subtle.deriveKey({ name: "HKDF", hash: "SHA-256", salt: bytes(head.salt), info: utf8.encode(info) }, base, { name: "AES-GCM", length: 256 }, false, ["decrypt"]);
  const b = bytes(cipher);
  return new TextDecoder().decode(await crypto.subtle.decrypt({ name: "AES-GCM", iv: b.slice(0, 12), additionalData: utf8.encode(file.head) }, own, b.slice(12)));
}
// fits reports whether a key is this pack's, and whether every cipher is whole.
async function fits(base) {
  let sums;
  try { sums = JSON.parse(await plain(base, "check", file.check)); } catch { return false; }
  for (const [i, cipher] of file.sealed.entries()) if (await sum(bytes(cipher)) !== sums[i]) return false;
  return sums.length === file.sealed.length;
}
// What is opened is handed over and not kept. A card of another category or
// prize than its cue is not shown.
async function open(n, presenter) {
  const cue = { category: "", prize: "", ...head.cues[n] }, words = document.body.dataset, none = (why) => part("", presenter ? why : undefined);
  try {
    const card = JSON.parse(await plain(await key, `cue ${n} ${cue.category}`, file.sealed[cue.sealed - 1]));
    if (card.category !== cue.category || card.prize !== cue.prize) return none(words.wrong);
    return part(card.slide, presenter ? card.say : undefined);
  } catch { return none(words.broken); }
}
globalThis.wegoPack = { open };

// Windows opened from here may ask for the key, and no other.
addEventListener("message", async ({ source, data }) => {
  if (data?.want === "key" && source?.opener === window) source.postMessage({ key: await key }, "*");
  if (data?.key instanceof CryptoKey && source === window.opener) take(data.key);
});

for (const [i, cue] of head.cues.entries()) {
  const made = part(cue.slide ?? "", view === "presenter" ? cue.say ?? "" : undefined);
  Object.assign(made.dataset, { cue: "", title: cue.title, seconds: cue.seconds, part: cue.part ?? "" });
  if (cue.follows) made.dataset.follows = "";
  if (cue.sealed) made.dataset.sealed = i;
  find("#cues").append(made);
}
document.body.append(find(`template[data-view="${view}"]`).content.cloneNode(true));
if (view === "start") begin();
else {
  if (view === "slides" || view === "cards") addEventListener("load", () => paper(view === "cards"));
  else Object.assign(document.body.dataset, { show: head.show, view });
  if (file.sealed.length && window.opener) window.opener.postMessage({ want: "key" }, "*");
  else if (file.sealed.length) {
    document.body.prepend(find("template[data-view=phrase]").content.cloneNode(true));
    phrase(() => find("[data-phrase]").remove());
  }
}

function phrase(then) {
  const form = find("[data-phrase]");
  form?.addEventListener("submit", async (e) => {
    e.preventDefault();
    const said = form.querySelector("[role=status]"), box = form.querySelector("input");
    said.textContent = form.dataset.busy;
    const base = await derived(box.value);
    if (!await fits(base)) { said.textContent = form.dataset.wrong; return; }
    box.value = "";
    said.textContent = form.dataset.right;
    take(base);
    then();
  });
}

// The start page.
function begin() {
  phrase(() => { for (const e of find("[data-phrase]").elements) e.disabled = true; });
  const present = (at) => window.open(at, head.show + "-presenter", "popup");
  find("[data-present]").addEventListener("click", () => present("#view=presenter"));
  find("[data-join]").addEventListener("submit", (e) => {
    e.preventDefault();
    const form = new FormData(e.target);
    present("#" + new URLSearchParams({ cue: Number(form.get("cue")), plan: form.get("plan") }));
  });
  for (const b of document.querySelectorAll("[data-view-open]")) b.addEventListener("click", () => window.open("#view=" + b.dataset.viewOpen, "_blank", "popup"));
  sum(utf8.encode(text)).then((h) => { find("[data-hash]").textContent = h.match(/.{8}/g).join(" "); });
  measure();
  addEventListener("resize", measure);
  clock();
  setInterval(clock, 1000);
  find("[data-beep]").addEventListener("click", beep);
  document.addEventListener("keydown", click);
  for (const line of document.querySelectorAll("[data-script]")) {
    const state = line.querySelector("[data-state]"), sample = line.querySelector("[data-sample]"), none = sample.hidden ? missing(sample) : "";
    const whole = sample.hidden ? !none : drawable(sample);
    state.textContent = whole ? state.dataset.ok : [state.dataset.bad, none].join(" ");
    state.classList.add(whole ? "pass" : "fail");
  }
}
function measure() {
  const { width, height } = screen, ratio = width / height, near = (of) => Math.abs(ratio - of) < 0.02;
  find("[data-size]").textContent = `${width} × ${height}, ${near(16 / 9) ? "16:9" : near(4 / 3) ? "4:3" : ratio.toFixed(2) + ":1"}`;
}
function clock() {
  find("[data-now]").textContent = new Date().toLocaleTimeString(document.documentElement.lang, { hour12: false }) + " " + Intl.DateTimeFormat().resolvedOptions().timeZone;
}
function beep() {
  const audio = new AudioContext(), tone = audio.createOscillator();
  tone.connect(audio.destination);
  tone.start();
  tone.stop(audio.currentTime + 1);
}
function click(e) {
  const of = { " ": "space", PageDown: "next", PageUp: "back" }[e.key];
  if (!of || e.target.closest("input, button, a")) return;
  e.preventDefault();
  find(`[data-clicker=${of}]`).classList.add("pass");
  const state = find("[data-clicker=state]");
  if (find(".pass[data-clicker=next]") && find(".pass[data-clicker=back]")) state.textContent = state.dataset.ok;
}
// drawn is the picture of a letter in the font of an element.
function drawn(letter, fontFamily) {
  const canvas = document.createElement("canvas"), pen = canvas.getContext("2d");
  canvas.width = canvas.height = 48;
  pen.font = "32px " + fontFamily;
  pen.fillText(letter, 4, 38);
  return pen.getImageData(0, 0, 48, 48).data.join();
}
// drawable: two different letters that are drawn the same are both the box of a
// missing one.
function drawable(sample) {
  const { fontFamily } = getComputedStyle(sample), letters = [...new Set(sample.textContent.replace(/[\s\p{M}\p{P}]/gu, ""))];
  return new Set(letters.map((letter) => drawn(letter, fontFamily))).size === letters.length;
}
// missing are the letters drawn like one that Unicode does not have.
function missing(sample) {
  const { fontFamily } = getComputedStyle(sample), box = drawn("\u0378", fontFamily);
  return [...sample.textContent].filter((letter) => drawn(letter, fontFamily) === box).join(" ");
}

// paper lays out every slide, or a card to fold for each place of a prize. The
// winners are on the paper only, not on this screen.
async function paper(cards) {
  const sheets = find("[data-sheets]"), said = find("[data-done]"), button = find("[data-print]");
  for (const [n, cue] of head.cues.entries()) {
    if (cards && !cue.outside) continue;
    const slide = (cue.sealed ? await open(n, false) : part(cue.slide ?? "")).querySelector(".slide");
    sheets.append(cards ? folded(n, cue, slide) : framed(n, cue, slide));
    if (!cards) globalThis.wegoStage.fit(slide);
  }
  said.textContent = said.dataset.done;
  button.disabled = false;
  button.addEventListener("click", () => print());
}
function framed(n, cue, slide) {
  const sheet = document.createElement("section"), screen = document.createElement("div"), foot = document.createElement("p");
  sheet.className = "slidesheet";
  screen.className = "stage";
  foot.textContent = `${n + 1} · ${cue.title}`;
  screen.append(slide);
  sheet.append(screen, foot);
  return sheet;
}
function folded(n, cue, slide) {
  const sheet = find("[data-sheet]").content.firstElementChild.cloneNode(true);
  sheet.querySelector("[data-outside]").textContent = cue.outside;
  sheet.querySelector("[data-number]").textContent = n + 1;
  sheet.querySelector("[data-inside]").append(...slide.childNodes);
  return sheet;
}
