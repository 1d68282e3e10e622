// The what-if page: sliders and fields move together, the answer follows. One question is on its way at a time and the
// newest state is asked next, so answers come in order and none is out of date. Without this the button asks.
for (const form of document.querySelectorAll("[data-qt-whatif]")) supposing(form);

function fill(element, text) {
  element.replaceChildren(...new DOMParser().parseFromString(text, "text/html").body.childNodes);
}

function supposing(form) {
  const answer = form.querySelector("[data-qt-whatif-answer]");
  const faults = form.querySelector("[data-qt-whatif-faults]");
  const live = document.querySelector("[data-qt-live]");
  const dials = [...form.querySelectorAll("[data-qt-dial]")].map(dial);
  const resetAll = form.querySelector("[data-qt-whatif-reset]");
  const bar = form.querySelector("[data-qt-whatif-bar]");
  const filter = form.querySelector("[data-qt-whatif-filter]");
  let busy = false;
  let again = false;

  function dial(row) {
    const slide = row.querySelector("input[type=range]");
    const field = row.querySelector("input[name]");
    const reset = row.querySelector("[data-qt-reset]");
    const one = { row, slide, field, reset, key: row.dataset.qtDial, mix: row.dataset.qtMix, value: row.dataset.qtValue };
    one.touched = field.value.trim() !== one.value;
    slide.hidden = false;
    slide.addEventListener("input", () => moved(one, rounded(slide), slide));
    field.addEventListener("input", () => moved(one, field.value, field));
    reset.addEventListener("click", () => { restore(one); field.focus(); ask(); });
    show(one, field.value, field);
    return one;
  }

  function rounded(slide) {
    const step = Number(slide.dataset.qtStep);
    const digits = Math.max(0, -Math.floor(Math.log10(step)));
    return String(Number((Math.round(slide.valueAsNumber / step) * step).toFixed(digits)));
  }

  function moved(one, text, from) {
    one.touched = text.trim() !== one.value;
    show(one, text, from);
    ask();
  }

  function show(one, text, from) {
    if (from !== one.field) one.field.value = text;
    const figure = Number.parseFloat(text.replaceAll(",", ""));
    if (from !== one.slide && Number.isFinite(figure)) one.slide.value = figure;
    one.slide.setAttribute("aria-valuetext", `${text} ${one.row.querySelector("[data-qt-unit]").textContent}`);
    one.row.toggleAttribute("data-qt-changed", one.touched);
    one.reset.hidden = !one.touched;
  }

  function restore(one) {
    one.touched = false;
    show(one, one.value, null);
  }

  async function ask() {
    again = true;
    if (busy) return;
    busy = true;
    while (again) {
      again = false;
      await send();
    }
    busy = false;
  }

  async function send() {
    const question = new FormData();
    for (const one of dials) if (one.touched) question.set(one.key, one.field.value);
    for (const field of form.querySelectorAll("[data-qt-swap] input[name]")) if (field.value.trim()) question.set(field.name, field.value);
    const token = form.querySelector("[name=csrfmiddlewaretoken]").value;
    try {
      const headers = { "X-CSRFToken": token, "HX-Request": "true" };
      const reply = await fetch(form.action, { method: "POST", body: question, headers, signal: AbortSignal.timeout(10000) });
      if (reply.redirected) return window.location.reload();
      const text = await reply.text();
      if (reply.status === 200) answered(text);
      else if (reply.status === 422) refused(text);
      else throw new Error(String(reply.status));
      live.textContent = "";
    } catch {
      live.textContent = live.dataset.qtFailed;
    }
    resetAll.hidden = !dials.some((one) => one.touched);
  }

  function answered(text) {
    const open = new Set([...answer.querySelectorAll("details[open]")].map((fold) => fold.dataset.qtKeep));
    fill(answer, text);
    for (const fold of answer.querySelectorAll("details")) fold.open = open.has(fold.dataset.qtKeep);
    faults.replaceChildren();
    mark([]);
    headline();
    for (const share of answer.querySelectorAll("[data-qt-share]")) {
      const one = dials.find((each) => each.key === share.dataset.qtShare);
      if (one && !one.touched) show(one, String(Number(Number(share.value).toPrecision(4))), null);
    }
  }

  // What is wrong stands beside the answer, marks its figure, and on a phone takes the place of the headline.
  function refused(text) {
    fill(faults, text);
    mark([...faults.querySelectorAll("a[href^='#']")].map((link) => link.hash.slice(1)));
    bar.textContent = faults.querySelector("[data-qt-whatif-said]")?.textContent ?? "";
    bar.className = "qt-whatif__bar qt-whatif__bar--wrong";
  }

  function mark(wrong) {
    for (const one of dials) one.field.ariaInvalid = wrong.includes(one.row.id) ? "true" : null;
  }

  // On a phone the figure stays in sight at the foot of the screen.
  function headline() {
    const total = answer.querySelector("[data-qt-whatif-total]").cloneNode(true);
    const change = answer.querySelector("[data-qt-whatif-change]").cloneNode(true);
    bar.replaceChildren(total, ...change.childNodes);
    bar.className = `qt-whatif__bar ${change.className}`;
    bar.hidden = false;
  }

  form.addEventListener("submit", (event) => {
    // What is taken over is what was moved; shares that gave way follow from it.
    for (const one of dials) one.field.disabled = !one.touched;
    if (event.submitter?.matches("[data-qt-whatif-take]")) return;
    event.preventDefault();
    for (const one of dials) one.field.disabled = false;
    ask();
  });
  window.addEventListener("pageshow", () => { for (const one of dials) one.field.disabled = false; });

  form.querySelector("[data-qt-whatif-submit]").hidden = true;
  resetAll.addEventListener("click", () => { dials.forEach(restore); ask(); });

  filter?.addEventListener("input", (event) => {
    const wanted = event.target.value.trim().toLowerCase().split(/\s+/);
    for (const row of form.querySelectorAll("[data-qt-whatif-rest] [data-qt-dial]")) {
      row.hidden = !wanted.every((word) => row.dataset.qtSearch.includes(word));
    }
  });
  if (filter) filter.hidden = false;
  form.addEventListener("change", (event) => event.target.matches("[data-qt-swap] input") && ask());
  form.addEventListener("qt:picked", ask);
  headline();
  if (dials.some((one) => one.touched)) resetAll.hidden = false;
}
