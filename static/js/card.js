// wegoCard(slide, say, photos) is a cue made of HTML: a section with div.slide and,
// for a presenter, div.say. Its photos are Blobs, in the order of the places
// img[data-photo] of its slide: read as a part of the HTML, one of a megabyte keeps
// the hall waiting for a fifth of a second. stage.js puts them in.
globalThis.wegoCard = (slide, say, photos) => {
  const made = document.createElement("section");
  const add = (name, html) => { const d = document.createElement("div"); d.className = name; d.innerHTML = html; made.append(d); };
  add("slide", slide);
  if (say !== undefined) add("say", say);
  made.photos = photos;
  return made;
};
// wegoBytes(base64) are the bytes; a photo is a million letters, and the hall
// waits: no function for each. wegoPhoto is a JPEG of them.
globalThis.wegoBytes = (base64) => {
  if (Uint8Array.fromBase64) return Uint8Array.fromBase64(base64);
  const letters = atob(base64), all = new Uint8Array(letters.length);
  for (let i = 0; i < all.length; i++) all[i] = letters.charCodeAt(i);
  return all;
};
globalThis.wegoPhoto = (bytes) => new Blob([typeof bytes === "string" ? wegoBytes(bytes) : bytes], { type: "image/jpeg" });
