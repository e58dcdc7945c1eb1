// Sends a form of filters as soon as one is changed: <form data-facets>. Empty
// fields are left out, so that the address stays short.
for (const form of document.querySelectorAll("form[data-facets]")) {
  form.addEventListener("change", () => form.requestSubmit());
  form.addEventListener("submit", () => {
    for (const e of form.elements) if (e.name && e.value === "") e.disabled = true;
  });
  addEventListener("pageshow", () => { for (const e of form.elements) e.disabled = false; });
}
