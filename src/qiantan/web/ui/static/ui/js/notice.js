// Says aloud and on screen that a request did not arrive; what was typed stays on the page.
const live = document.querySelector("[data-qt-live]");

for (const name of ["htmx:sendError", "htmx:responseError", "htmx:timeout"]) {
  document.addEventListener(name, () => {
    live.textContent = live.dataset.qtFailed;
  });
}

document.addEventListener("htmx:afterOnLoad", () => {
  live.textContent = "";
});
