// A pack: the whole show in one file, run from a disk with the network off.
//
//   <script type="application/json" id="pack">{"head":"…","check":"…","sums":["…"]}</script>
//   <script type="text/plain" data-cipher>…</script> …   each in base64
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
const bytes = globalThis.wegoBytes, photo = globalThis.wegoPhoto;
const hex = (buffer) => [...new Uint8Array(buffer)].map((b) => b.toString(16).padStart(2, "0")).join("");
const sum = async (b) => hex(await crypto.subtle.digest("SHA-256", b));
const find = (s) => document.querySelector(s), part = globalThis.wegoCard;
const bound = utf8.encode(file.head), ciphers = [...document.querySelectorAll("[data-cipher]")];
// cipher is the n-th, read once.
function cipher(n) {
  const from = ciphers[n];
  if (!(from instanceof Element)) return from;
  from.remove();
  return ciphers[n] = bytes(from.textContent);
}

let take;
const key = new Promise((resolve) => { take = resolve; });

async function derived(phrase) {
  const words = utf8.encode(phrase.toUpperCase().replace(/[^A-Z2-7]/g, ""));
  const weak = await crypto.subtle.importKey("raw", words, "PBKDF2", false, ["deriveBits"]);
  const bits = await crypto.subtle.deriveBits({ name: "PBKDF2", hash: "SHA-256", salt: bytes(head.salt), iterations: head.iterations }, weak, 256);
  return crypto.subtle.importKey("raw", bits, "HKDF", false, ["deriveKey"]);
}
const own = (base, info) => crypto.subtle.deriveKey({ name: "HKDF", hash: "SHA-256", salt: bytes(head.salt), info: utf8.encode(info) }, base, { name: "AES-GCM", length: 256 }, false, ["decrypt"]);
const plain = async (by, b) => new Uint8Array(await crypto.subtle.decrypt({ name: "AES-GCM", iv: b.subarray(0, 12), additionalData: bound }, by, b.subarray(12)));
const read = (b) => JSON.parse(new TextDecoder().decode(b));
const whole = async () => {
  for (const n of ciphers.keys()) if (await sum(cipher(n)) !== file.sums[n]) return false;
  return ciphers.length === file.sums.length;
};
// fits reports whether a key is this pack's, and whether every cipher is whole.
async function fits(base) {
  try { return read(await plain(await own(base, "check"), bytes(file.check))).join() === file.sums.join() && await whole(); } catch { return false; }
}
// What is opened is handed over and not kept. A card of another category or
// prize than its cue is not shown.
async function open(n, presenter) {
  const cue = { category: "", prize: "", ...head.cues[n] }, words = document.body.dataset, none = (why) => part("", presenter ? why : undefined);
  try {
    const b = await plain(await keys(n), cipher(cue.sealed - 1)), end = b.indexOf(10), card = read(b.subarray(0, end));
    if (card.category !== cue.category || card.prize !== cue.prize) return none(words.wrong);
    let at = end + 1;
    return part(card.slide, presenter ? card.say : undefined, card.photos.map((size) => photo(b.subarray(at, at += size))));
  } catch { return none(words.broken); }
}
// A cue's own key and the bytes of its cipher are made ready before the show; the
// cipher stays one until its cue.
const made = new Map();
function keys(n) {
  if (!made.has(n)) made.set(n, key.then((base) => own(base, `cue ${n} ${head.cues[n].category ?? ""}`)));
  return made.get(n);
}
async function ready() {
  await plain(await own(await key, "check"), bytes(file.check)).catch(() => {});
  for (const [n, cue] of head.cues.entries()) if (cue.sealed) {
    await keys(n);
    cipher(cue.sealed - 1);
    await new Promise((then) => { setTimeout(then, 10); });
  }
}
globalThis.wegoPack = { open };

// Windows opened from here may ask for the key, and no other.
addEventListener("message", async ({ source, data }) => {
  if (data?.want === "key" && source?.opener === window) source.postMessage({ key: await key }, "*");
  if (data?.key instanceof CryptoKey && source === window.opener) take(data.key);
});

for (const [i, cue] of head.cues.entries()) {
  const made = part(cue.slide ?? "", view === "presenter" ? cue.say ?? "" : undefined, cue.photos?.map(photo));
  Object.assign(made.dataset, { cue: "", title: cue.title, seconds: cue.seconds, part: cue.part ?? "" });
  if (cue.follows) made.dataset.follows = "";
  if (cue.sealed) made.dataset.sealed = i;
  find("#cues").append(made);
}
document.body.append(find(`template[data-view="${view}"]`).content.cloneNode(true));
if (view === "start") begin();
else {
  if (view === "slides" || view === "cards") addEventListener("load", () => paper(view === "cards"));
  else {
    Object.assign(document.body.dataset, { show: head.show, view });
    if (ciphers.length) ready();
  }
  if (ciphers.length && window.opener) window.opener.postMessage({ want: "key" }, "*");
  else if (ciphers.length) {
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
  whole().then(async (is) => { find("[data-hash]").textContent = is ? (await sum(utf8.encode(text))).match(/.{8}/g).join(" ") : document.body.dataset.broken; });
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
    const card = cue.sealed ? await open(n, false) : part(cue.slide ?? "", undefined, cue.photos?.map(photo)), slide = card.querySelector(".slide");
    await globalThis.wegoStage.pictures(slide, card.photos);
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
