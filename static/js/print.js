// A button that prints the page: <button type="button" data-print hidden>. It
// is shown only where it works.
for (const button of document.querySelectorAll("[data-print]")) {
  button.hidden = false;
  button.addEventListener("click", () => print());
}
