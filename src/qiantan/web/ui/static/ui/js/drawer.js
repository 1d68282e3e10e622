// A side panel: opens when htmx has put something into it; Esc, its button and the dimmed page close it.
// Without JavaScript the link that would open it leads to the whole page.
document.addEventListener("htmx:afterSwap", (event) => {
  const drawer = event.detail.target.closest("[data-qt-drawer]");
  if (!drawer) return;
  const heading = drawer.querySelector("[data-qt-drawer-title]");
  if (heading) drawer.querySelector(".qt-drawer__title").textContent = heading.dataset.qtDrawerTitle;
  if (!drawer.open) drawer.showModal();
});

document.addEventListener("click", (event) => {
  const drawer = event.target.closest("[data-qt-drawer]");
  if (!drawer) return;
  if (event.target === drawer || event.target.closest("[data-qt-close]")) drawer.close();
});
