// Offers factors of the library for a row of the what-if page while a name is typed; choosing one asks the question.
for (const form of document.querySelectorAll("[data-qt-whatif]")) {
  for (const field of form.querySelectorAll("[data-qt-swap] input[name]")) offering(form, field);
}

function offering(form, field) {
  const found = document.getElementById(field.getAttribute("list"));
  let waiting;
  field.addEventListener("input", () => {
    clearTimeout(waiting);
    if (!field.value || [...found.children].some((choice) => choice.value === field.value)) {
      form.dispatchEvent(new Event("qt:picked"));
      return;
    }
    waiting = setTimeout(look, 200);
  });

  async function look() {
    const query = new URLSearchParams({ q: field.value, family: field.dataset.qtFamily });
    const reply = await fetch(`${form.dataset.qtFactors}?${query}`, { headers: { "HX-Request": "true" } });
    if (!reply.ok || reply.redirected) return;
    found.replaceChildren(...new DOMParser().parseFromString(await reply.text(), "text/html").body.childNodes);
  }
}
