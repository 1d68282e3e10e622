// A form whose answers save themselves is sent only when everything on its way has arrived; otherwise the last answer
// would be sent twice, the second time on top of a version it does not know.
for (const form of document.querySelectorAll("[data-qt-autosave]")) {
  let waiting = null;
  const busy = () => form.querySelector(".htmx-request") !== null;
  form.addEventListener("submit", (event) => {
    if (!busy()) return;
    event.preventDefault();
    waiting = event.submitter;
  });
  form.addEventListener("htmx:afterRequest", () => {
    setTimeout(() => {
      if (!waiting || busy()) return;
      const button = waiting;
      waiting = null;
      form.requestSubmit(button);
    });
  });
}
