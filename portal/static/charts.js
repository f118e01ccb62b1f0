// Folds the tables away, and adds an interactive chart to each drawing when the reader asks for
// one; the page is complete without either. Nothing is fetched before a tap, nor while data is
// being saved.
(() => {
  "use strict";
  const tables = document.querySelectorAll("details.numbers");
  const fold = (isOpen) => tables.forEach((table) => { table.open = isOpen; });
  if (!location.hash) fold(false);
  addEventListener("beforeprint", () => fold(true));

  const { plotly, figures } = document.currentScript.dataset;
  const line = navigator.connection || {};
  if (line.saveData || /(^|-)2g$/.test(line.effectiveType || "")) return;

  let library, drawings;
  const once = {
    library: () => library ??= new Promise((done, fail) => {
      const script = document.createElement("script");
      script.src = plotly;
      script.onload = done;
      script.onerror = fail;
      document.head.append(script);
    }),
    drawings: () => drawings ??= fetch(figures).then((answer) => {
      if (!answer.ok) throw new Error(answer.status);
      return answer.json();
    }),
  };
  const colour = (name) => getComputedStyle(document.documentElement).getPropertyValue(name).trim();

  const look = (layout) => {
    const axis = { gridcolor: colour("--line-soft"), linecolor: colour("--line"), zeroline: false, automargin: true };
    const themed = {
      ...layout,
      autosize: true,
      paper_bgcolor: "rgba(0,0,0,0)",
      plot_bgcolor: "rgba(0,0,0,0)",
      font: { family: getComputedStyle(document.body).fontFamily, size: 14, color: colour("--ink") },
    };
    delete themed.template;
    for (const key of Object.keys(themed)) {
      if (/^[xy]axis/.test(key)) themed[key] = { ...themed[key], ...axis };
    }
    themed.xaxis ??= axis;
    themed.yaxis ??= axis;
    return themed;
  };

  const draw = async (place, name) => {
    const [found] = await Promise.all([once.drawings(), once.library()]);
    const figure = found[name];
    if (!figure) throw new Error(name);
    await window.Plotly.newPlot(place, figure.data, look(figure.layout || {}), {
      displaylogo: false,
      responsive: true,
      modeBarButtonsToRemove: ["lasso2d", "select2d"],
    });
  };

  const connect = (button) => {
    const place = document.getElementById(button.getAttribute("aria-controls"));
    button.hidden = false;
    button.addEventListener("click", async () => {
      const isOpen = button.getAttribute("aria-expanded") === "true";
      button.setAttribute("aria-expanded", String(!isOpen));
      place.hidden = isOpen;
      if (isOpen || place.dataset.drawn) return;
      place.dataset.drawn = "yes";
      try {
        await draw(place, button.dataset.chart);
      } catch {
        place.hidden = true;
        button.hidden = true;
      }
    });
  };

  document.querySelectorAll("button[data-chart]").forEach(connect);
})();
