// Lets a file be dropped on an upload form; choosing one with the button works without this.
for (const form of document.querySelectorAll("[data-qt-drop]")) {
  const input = form.querySelector("input[type=file]");
  const mark = (over) => form.classList.toggle("qt-over", over);
  form.addEventListener("dragover", (event) => {
    event.preventDefault();
    mark(true);
  });
  form.addEventListener("dragleave", () => mark(false));
  form.addEventListener("drop", (event) => {
    event.preventDefault();
    mark(false);
    if (event.dataTransfer.files.length) input.files = event.dataTransfer.files;
  });
}
