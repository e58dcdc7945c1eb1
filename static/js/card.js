// wegoCard(slide, say) is a cue made of HTML: a section with div.slide and, for a
// presenter, div.say. Photos are put in beside the HTML: read as a part of it, one
// of a megabyte keeps the hall waiting for a fifth of a second.
globalThis.wegoCard = (slide, say) => {
  const made = document.createElement("section"), photos = [];
  const add = (name, html) => { const d = document.createElement("div"); d.className = name; d.innerHTML = html; made.append(d); };
  add("slide", slide.replace(/ src="(data:image\/jpeg;base64,[^"]*)"/g, (_, photo) => ` data-photo="${photos.push(photo.replaceAll("&#43;", "+")) - 1}"`));
  if (say !== undefined) add("say", say);
  for (const img of made.querySelectorAll("[data-photo]")) { img.src = photos[img.dataset.photo]; img.removeAttribute("data-photo"); }
  return made;
};
