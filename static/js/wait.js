// Looks again while something long is in the making: an element with data-wait.
// It stops as soon as the page is not looked at.
if (document.querySelector("[data-wait]")) {
  setTimeout(() => { if (!document.hidden) location.replace(location.href); else document.addEventListener("visibilitychange", () => location.replace(location.href), { once: true }); }, 2000);
}
