// Says beside a form what a change would bring about as soon as one is made:
// <form data-try> with a button of name try and a place #effect for the answer.
for (const form of document.querySelectorAll("form[data-try]")) {
  let latest = 0;
  form.addEventListener("change", async () => {
    const mine = ++latest, body = new FormData(form);
    body.set("try", "yes");
    try {
      const answer = await fetch(form.action, { method: "POST", body: new URLSearchParams(body) });
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      const found = page.getElementById("effect"), faults = page.querySelector(".summary ul");
      if (mine === latest && found) form.querySelector("#effect").replaceChildren(...(faults ? [faults] : found.childNodes));
    } catch { /* the button remains */ }
  });
}
