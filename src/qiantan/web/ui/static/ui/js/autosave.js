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

// A figure and "not applicable" exclude each other: ticking one empties the other, before either is sent.
document.addEventListener("input", (event) => exclude(event.target), true);
document.addEventListener("change", (event) => exclude(event.target), true);

function exclude(typed) {
  const question = typed.closest?.("[data-qt-question]");
  const tick = question?.querySelector("[name$='.na']");
  const value = question?.querySelector("[name$='.value']");
  if (!tick || !value) return;
  if (typed === tick && tick.checked) value.value = "";
  if (typed === value && value.value) tick.checked = false;
}
