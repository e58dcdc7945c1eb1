// Counts the words of a box while it is being filled: part/count, whose
// data-count names the box, data-max the limit, and data-left and data-over the
// plural forms of what is said.
const lang = document.documentElement.lang;
const rules = new Intl.PluralRules(lang);
for (const line of document.querySelectorAll("[data-count]")) {
  const box = document.getElementById(line.dataset.count), max = Number(line.dataset.max);
  const forms = { left: JSON.parse(line.dataset.left), over: JSON.parse(line.dataset.over) };
  const show = () => {
    const left = max - (box.value.match(/\S+/g)?.length ?? 0), n = Math.abs(left);
    const said = left < 0 ? forms.over : forms.left;
    line.textContent = (said[rules.select(n)] ?? said.other).replace("{n}", n.toLocaleString(lang));
    line.classList.toggle("over", left < 0);
  };
  box.addEventListener("input", show);
  show();
}
