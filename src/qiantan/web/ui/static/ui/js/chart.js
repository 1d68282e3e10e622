// Draws the charts of a page from the JSON beside them. The table under each chart holds the same figures.
// The library is large, so it is fetched when the first chart comes near the screen.
const library = document.currentScript.dataset.qtLibrary;
let loading;

function load() {
  loading ??= new Promise((resolve, reject) => {
    const script = document.createElement("script");
    script.src = library;
    script.onload = resolve;
    script.onerror = reject;
    document.head.append(script);
  });
  return loading;
}

async function draw(figure) {
  await load();
  const canvas = figure.querySelector("[data-qt-canvas]");
  const option = JSON.parse(document.getElementById(`${figure.id}-option`).textContent);
  canvas.dataset.qtDrawn = "";
  const chart = window.echarts.init(canvas, null, { renderer: "svg" });
  const size = Number.parseFloat(getComputedStyle(figure).fontSize) * 0.857;
  const family = getComputedStyle(figure).fontFamily;
  chart.setOption({ textStyle: { fontFamily: family, fontSize: size }, ...option });
  // The library describes some kinds wrongly; the description written for this chart stands.
  canvas.setAttribute("role", "img");
  canvas.setAttribute("aria-label", option.aria.label.description);
  new ResizeObserver(() => chart.resize()).observe(canvas);
  offer(figure, chart);
}

function offer(figure, chart) {
  for (const button of figure.querySelectorAll("[data-qt-save]")) {
    const name = button.dataset.qtSave;
    button.hidden = false;
    button.addEventListener("click", () => {
      if (name.endsWith(".svg")) save(name, decodeURIComponent(chart.getDataURL({ type: "svg" }).split(",")[1]), "image/svg+xml");
      else save(name, `\ufeff${csv(figure.querySelector("table"))}`, "text/csv");
    });
  }
}

function csv(table) {
  const rows = [...table.rows].map((row) => [...row.cells].map((cell) => quoted(cell.textContent.replace(/\s+/g, " ").trim())));
  return rows.map((row) => row.join(",")).join("\r\n");
}

function quoted(text) {
  // A spreadsheet program must not take a name for a formula; figures stay figures.
  const safe = /^[=+@]|^-(?![\d.,]+$)/.test(text) ? `'${text}` : text;
  return `"${safe.replaceAll('"', '""')}"`;
}

function save(name, text, type) {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob([text], { type }));
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 1000);
}

const near = new IntersectionObserver((entries) => {
  for (const entry of entries) {
    if (!entry.isIntersecting) continue;
    near.unobserve(entry.target);
    draw(entry.target);
  }
}, { rootMargin: "200px" });

for (const figure of document.querySelectorAll("[data-qt-chart]")) near.observe(figure);
