/* Charts: each <figure data-chart> holds its numbers as JSON; the table beside it says the same in words. */
"use strict";
(() => {
  const ink = "#1d2523", rule = "#ddd6c7", paper = { width: 620, height: 280 }, bars = ["#1d6157", "#c9b37e"], lines = ["#a3231c", "#1c4f7c"];
  const still = matchMedia("(prefers-reduced-motion: reduce)").matches || document.documentElement.matches(".wall");

  function option(data, dark, narrow) {
    const text = dark ? "#e8efe9" : ink, grid = dark ? "#34504a" : rule;
    return {
      animation: !still, textStyle: { fontFamily: getComputedStyle(document.body).fontFamily, color: text, fontSize: dark ? 15 : 13 }, aria: { enabled: false },
      grid: { left: 8, right: 8, top: narrow ? 72 : 44, bottom: 4, containLabel: true },
      legend: { top: 0, left: 0, itemGap: 14, textStyle: { color: text } },
      tooltip: { trigger: "axis", renderMode: "richText", confine: true },
      xAxis: { type: "category", data: data.names, axisLabel: { color: text, hideOverlap: true }, axisLine: { lineStyle: { color: grid } } },
      yAxis: [
        { type: "value", minInterval: 1, axisLabel: { color: text }, splitLine: { lineStyle: { color: grid } } },
        { type: "value", min: 0, max: 100, axisLabel: { color: text, formatter: "{value}%" }, splitLine: { show: false } },
      ],
      series: [
        ...data.bars.map((one, at) => ({ type: "bar", name: one.name, data: one.values, itemStyle: { color: dark && !at ? "#58a895" : bars[at] }, barMaxWidth: 26 })),
        ...data.lines.map((one, at) => ({ type: "line", name: one.name, data: one.values, yAxisIndex: 1, connectNulls: false, symbol: at ? "rect" : "circle", symbolSize: 7, lineStyle: { type: at ? "dashed" : "solid", color: dark && !at ? "#ff9a8b" : dark ? "#8fc4ee" : lines[at] }, itemStyle: { color: dark && !at ? "#ff9a8b" : dark ? "#8fc4ee" : lines[at] } })),
      ],
    };
  }

  for (const figure of document.querySelectorAll("[data-chart]")) {
    const place = figure.querySelector(".chart");
    const chart = echarts.init(place, null, { renderer: "svg" });
    const data = JSON.parse(figure.dataset.chart), dark = figure.matches(".dark");
    chart.setOption(option(data, dark, place.clientWidth < 420));
    if (figure.dataset.opens) {
      const opens = [...data.bars, ...data.lines].map((one) => one.opens);
      chart.on("click", (at) => { if (at.value != null) location.assign(figure.dataset.opens + opens[at.seriesIndex][at.dataIndex]); });
    }
    let printing = false;
    new ResizeObserver(() => printing || chart.resize()).observe(place);
    addEventListener("beforeprint", () => {
      printing = true;
      chart.resize(paper);
      chart.setOption({ ...option(data, false, false), animation: false });
      chart.getZr().flush();
      place.querySelector("svg").setAttribute("viewBox", `0 0 ${paper.width} ${paper.height}`);
    });
    addEventListener("afterprint", () => {
      printing = false;
      place.querySelector("svg").removeAttribute("viewBox");
      chart.resize();
      chart.setOption(option(data, dark, place.clientWidth < 420));
    });
  }

  // who goes through a list with the arrow keys has not chosen yet
  for (const form of document.querySelectorAll("form[data-at-once]")) {
    let passing = false;
    form.addEventListener("keydown", (event) => { passing = event.key !== "Enter"; });
    form.addEventListener("pointerdown", () => { passing = false; });
    form.addEventListener("change", (event) => { if (event.target.matches("select") && !passing) form.requestSubmit(); });
  }

  // the wall stays as it is while the server is away
  const again = document.body.dataset.again;
  if (again) setInterval(() => fetch(location.href).then((answer) => { if (answer.ok) location.reload(); }, () => {}), Number(again) * 1000);
})();
