// Adds an interactive chart to each drawing when the reader asks for one; the page is complete
// without. Nothing is fetched before a tap, nor while data is being saved.
(() => {
  const { plotly, figures, words } = document.currentScript.dataset;
  const line = navigator.connection || {};
  if (line.saveData || /(^|-)2g$/.test(line.effectiveType || "")) return;

  const ROW_PIXELS = { wide: 34, narrow: 56 };
  const NARROW_PIXELS = 600;
  const STEP = 5;
  const translated = JSON.parse(words || "{}");
  const word = (text) => translated[text] || text;
  const month = (text, parts) =>
    new Intl.DateTimeFormat(document.documentElement.lang, { ...parts, timeZone: "UTC" }).format(
      new Date(`${text}-01T00:00:00Z`),
    );
  // Months stand in the figures as 2026-11, or 2026-10/2026-11 where they were taken together.
  const named = (text) => {
    if (!/^\d{4}-\d{2}(\/\d{4}-\d{2})?$/.test(text)) return word(text);
    const [first, last] = text.split("/");
    const end = month(last || first, { month: "short", year: "numeric" });
    return last ? `${month(first, { month: "short" })}–${end}` : end;
  };
  const colour = (name) => getComputedStyle(document.documentElement).getPropertyValue(name).trim();
  const levels = {
    1: "--bar-1",
    "1-2": "--bar-12",
    "1-3": "--bar-13",
    2: "--bar-2",
    3: "--bar-3",
    4: "--bar-4",
  };

  const once = (make) => {
    let made;
    return () => (made ??= make());
  };
  const library = once(
    () =>
      new Promise((done, fail) => {
        const script = document.createElement("script");
        script.src = plotly;
        script.onload = done;
        script.onerror = fail;
        document.head.append(script);
      }),
  );
  const drawings = once(() =>
    fetch(figures).then((answer) => {
      if (!answer.ok) throw new Error(answer.status);
      return answer.json();
    }),
  );

  // Where an axis of dots holds the whole scale, it starts just below the lowest figure instead;
  // bars start where the scale does, or their lengths would lie.
  const fitted = (range, data, side) => {
    if (!range || range[0] !== 25 || data[0].type === "bar") return range;
    const lows = data.flatMap((trace) =>
      trace[side].map((value, at) =>
        value === null ? 100 : value - (trace[`error_${side}`]?.arrayminus[at] || 0),
      ),
    );
    return [Math.max(25, STEP * Math.floor((Math.min(...lows) - 1) / STEP)), 101];
  };

  const wrapped = (label, isNarrow) =>
    isNarrow ? label.replace(/(.{12,20}?)\s/g, "$1<br>") : label;

  const coloured = (trace, isNarrow) => {
    const paint = colour(levels[trace.name] || "--accent");
    const isSideways = trace.orientation === "h" || trace.error_x;
    return {
      ...trace,
      x: isSideways ? trace.x : trace.x.map(named),
      y: isSideways ? trace.y.map((value) => wrapped(named(value), isNarrow)) : trace.y,
      marker: { ...trace.marker, color: paint },
      line: { ...trace.line, color: paint },
      error_x: trace.error_x && { ...trace.error_x, color: paint },
      error_y: trace.error_y && { ...trace.error_y, color: paint },
    };
  };

  const laidOut = (figure, isNarrow) => {
    const axis = {
      gridcolor: colour("--line-soft"),
      linecolor: colour("--line"),
      zeroline: false,
      automargin: true,
    };
    const { xaxis = {}, yaxis = {}, ...rest } = figure.layout || {};
    const titled = (side) =>
      side.title && { title: { ...side.title, text: word(side.title.text) } };
    const rows = Math.max(...figure.data.map((trace) => trace.y.length));
    const isSideways = yaxis.type === "category";
    return {
      ...rest,
      autosize: true,
      height: isSideways
        ? Math.max(320, rows * (isNarrow ? ROW_PIXELS.narrow : ROW_PIXELS.wide) + 100)
        : 360,
      margin: { t: 16, r: 16, b: 48, l: 48 },
      legend: { orientation: "h", y: 1.08 },
      paper_bgcolor: "rgba(0,0,0,0)",
      plot_bgcolor: "rgba(0,0,0,0)",
      font: {
        family: getComputedStyle(document.body).fontFamily,
        size: 14,
        color: colour("--ink"),
      },
      xaxis: {
        ...xaxis,
        ...titled(xaxis),
        ...axis,
        range: fitted(xaxis.range, figure.data, "x"),
        fixedrange: isSideways,
      },
      yaxis: {
        ...yaxis,
        ...titled(yaxis),
        ...axis,
        range: fitted(yaxis.range, figure.data, "y"),
        fixedrange: true,
      },
    };
  };

  const draw = async (place, name) => {
    const [found] = await Promise.all([drawings(), library()]);
    const figure = found[name];
    const isNarrow = place.clientWidth < NARROW_PIXELS;
    const data = figure.data.map((trace) => coloured(trace, isNarrow));
    await window.Plotly.newPlot(place, data, laidOut(figure, isNarrow), {
      displaylogo: false,
      responsive: true,
      displayModeBar: false,
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
