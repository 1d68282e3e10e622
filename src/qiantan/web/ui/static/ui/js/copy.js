// Copies a code or digest; the button appears only where copying works.
for (const button of document.querySelectorAll("[data-qt-copy]")) {
  if (!navigator.clipboard) continue;
  const text = button.parentElement.querySelector("[data-qt-copied]");
  const words = button.querySelector("span");
  button.hidden = false;
  button.addEventListener("click", async () => {
    await navigator.clipboard.writeText(text.textContent.trim());
    words.textContent = text.dataset.qtCopied;
  });
}
