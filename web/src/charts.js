// The charts of a page: ECharts draws what the page carries in a data tag, as SVG.
//
//   <figure class="chart" data-chart="ID"> … <div class="chart-stage">
//   <script type="application/json" id="ID"> { "kind": "lines" | "columns" | "dots" | "spectrum" | "network", … }
//
// The table under a chart says the same in words, so nothing is lost when this file does not load. Colours are the page's
// own properties, so that dark pages and paper need no second drawing.
import { CustomChart, GraphChart, LineChart, LinesChart, BarChart, ScatterChart } from "echarts/charts";
import { AriaComponent, GridComponent, LegendComponent, MarkLineComponent, TitleComponent, TooltipComponent } from "echarts/components";
import { init, use } from "echarts/core";
import { SVGRenderer } from "echarts/renderers";

import { inColumn, onRing } from "../charts/node_places.js";

use([
  CustomChart,
  GraphChart,
  LineChart,
  LinesChart,
  BarChart,
  ScatterChart,
  AriaComponent,
  GridComponent,
  LegendComponent,
  MarkLineComponent,
  TitleComponent,
  TooltipComponent,
  SVGRenderer,
]);

const ASKED = document.documentElement.lang || "en";
// Some browsers know no Kyrgyz and would write its numbers and days as in English: Russian ones are written the same.
const IS_KNOWN = Intl.DateTimeFormat.supportedLocalesOf([ASKED]).length > 0;
const LANGUAGE = IS_KNOWN ? ASKED : "ru";
// A length is rounded; what was counted is said to the last one.
const LENGTH = new Intl.NumberFormat(LANGUAGE, { maximumSignificantDigits: 3 });
const COUNT = new Intl.NumberFormat(LANGUAGE);
const NUMBER = { format: (value) => (Number.isInteger(value) ? COUNT : LENGTH).format(value) };
const INK = "var(--ink)";
const SOFT = "var(--ink-soft)";
const LINE = "var(--line)";
const HUES = [1, 2, 3, 4, 5, 6, 7].map((number) => `var(--chart-${number})`);
// Told apart at six pixels, in a legend too: the last three stand on their tip, cross, and have five corners.
const SHAPES = ["circle", "rect", "triangle", "diamond", "path://M0,0L10,0L5,9Z", "path://M3.5,0H6.5V3.5H10V6.5H6.5V10H3.5V6.5H0V3.5H3.5Z", "path://M5,0L10,4L8,10L2,10L0,4Z"];
const DASHES = ["solid", "dashed", "dotted", [8, 3, 2, 3], [2, 6], [12, 4], "solid"];
// A picture measures its words, so it has to know the typeface itself, not the name of a property.
const SANS = getComputedStyle(document.body).fontFamily;
const FONT = { fontFamily: SANS, fontSize: 12, color: SOFT };

// Others know no names of its months and write "M03": then, too, months are numbers.
const NAMES_MONTHS = IS_KNOWN && !/M\d/.test(new Intl.DateTimeFormat(LANGUAGE, { month: "short" }).format(new Date(2026, 2, 1)));
const MONTH = NAMES_MONTHS ? "short" : "2-digit";

const day = new Intl.DateTimeFormat(LANGUAGE, { day: "numeric", month: MONTH, year: "numeric" });
const minute = new Intl.DateTimeFormat(LANGUAGE, { day: "numeric", month: MONTH, year: "numeric", hour: "2-digit", minute: "2-digit" });

// How a moment is written on an axis that spans from `low` to `high`.
function moments(low, high) {
  const days = (high - low) / 86400000;
  const wanted = days > 900 ? { year: "numeric" } : days > 200 ? { month: MONTH, year: "numeric" } : days > 3 ? { day: "numeric", month: MONTH } : { day: "numeric", hour: "2-digit", minute: "2-digit" };
  const format = new Intl.DateTimeFormat(LANGUAGE, wanted);
  // Where a month has its name nobody needs to be told that what follows is a year ("окт. 2010 г.").
  return (value) => format.format(new Date(value)).replace(/\sг\.$/, "");
}

// The width of a page of A4 between its margins, in the pixels of a style sheet.
const PAPER = 680;

const axis = (more = {}) => ({
  nameTextStyle: FONT,
  axisLabel: { ...FONT, hideOverlap: true, ...more.axisLabel },
  axisLine: { onZero: false, lineStyle: { color: "var(--line-strong)" } },
  axisTick: { lineStyle: { color: "var(--line-strong)" } },
  splitLine: { lineStyle: { color: LINE } },
  ...Object.fromEntries(Object.entries(more).filter(([name]) => name !== "axisLabel")),
});

const timeAxis = (low, high, more = {}) =>
  axis({ type: "time", min: low, max: high, splitLine: { show: false }, splitNumber: 4, axisLabel: { formatter: moments(low, high) }, ...more });

const tooltip = (formatter) => ({
  renderMode: "richText",
  confine: true,
  backgroundColor: "var(--surface)",
  borderColor: "var(--line-strong)",
  textStyle: { fontFamily: SANS, fontSize: 13, color: INK },
  formatter,
});

const legend = (names) => ({ data: names, type: "plain", top: 0, left: 0, itemGap: 14, textStyle: { ...FONT, color: INK }, inactiveColor: "var(--line-strong)", emphasis: { disabled: true } });

// How much room a legend needs above the picture: its words wrap where the page is narrow.
function legendHeight(names, width) {
  let rows = 1;
  let used = 0;
  for (const name of names) {
    const needed = name.length * 6.8 + 54;
    if (used && used + needed > width) {
      rows += 1;
      used = 0;
    }
    used += needed;
  }
  return rows * 24 + 8;
}

const KINDS = {
  lines({ series, yName, low, high }, width) {
    const names = series.map((one) => one.name);
    const top = names.length > 1 ? legendHeight(names, width) : 12;
    return {
      height: 220 + top + 60,
      option: {
        legend: names.length > 1 ? legend(names) : undefined,
        grid: { left: 8, right: 16, top: top + 22, bottom: 8, containLabel: true },
        xAxis: timeAxis(low, high),
        // What is counted has no halves; a length has.
        yAxis: axis({ type: "value", min: 0, minInterval: series[0]?.step ? 1 : undefined, name: yName, nameLocation: "end", nameTextStyle: { ...FONT, align: "left" }, axisLabel: { formatter: (value) => NUMBER.format(value) } }),
        tooltip: { trigger: "axis", ...tooltip((found) => [day.format(new Date(found[0].value[0])), ...found.map((one) => `${one.seriesName}: ${one.value[1] === null ? "–" : NUMBER.format(one.value[1])}${one.value[2] ? ` (${one.value[2]})` : ""}`)].join("\n")) },
        series: series.map((one, at) => ({
          type: "line",
          name: one.name,
          data: one.points,
          step: one.step ? "end" : false,
          showSymbol: !one.step,
          symbol: SHAPES[at % SHAPES.length],
          symbolSize: 8,
          color: HUES[at % HUES.length],
          lineStyle: { width: 2, type: DASHES[at % DASHES.length] },
          emphasis: { disabled: true },
          connectNulls: false,
        })),
      },
    };
  },

  columns({ counts, step, simulated, marks, xName, yName, links }) {
    const decal = { symbol: "rect", color: "var(--surface)", dashArrayX: [1, 0], dashArrayY: [3, 3], rotation: Math.PI / 4, symbolSize: 1 };
    const whole = counts.length * step;
    return {
      height: 316,
      option: {
        // Above stand the words of the marks in two rows, and over them what is counted; below the unit.
        grid: { left: 8, right: 16, top: 54, bottom: 30, containLabel: true },
        xAxis: axis({ type: "value", min: 0, max: whole, name: xName, nameLocation: "middle", nameGap: 26, splitLine: { show: false }, axisLabel: { formatter: (value) => NUMBER.format(value) } }),
        yAxis: axis({ type: "value", min: 0, minInterval: 1, name: yName, nameGap: 36, nameTextStyle: { ...FONT, align: "left" }, axisLabel: { formatter: (value) => NUMBER.format(value) } }),
        tooltip: { trigger: "item", ...tooltip((one) => (one.value ? `${NUMBER.format(one.value[0])}–${NUMBER.format(one.value[1])} ${xName}\n${yName}: ${NUMBER.format(one.value[2])}` : "")) },
        series: [
          {
            type: "custom",
            data: counts.map((count, at) => [at * step, (at + 1) * step, count]),
            encode: { x: [0, 1], y: 2 },
            itemStyle: { color: simulated ? "var(--simulated)" : "var(--measured)", decal: simulated ? decal : undefined },
            renderItem(_params, api) {
              const [left, top] = api.coord([api.value(0), api.value(2)]);
              const [right, bottom] = api.coord([api.value(1), 0]);
              return { type: "rect", shape: { x: left + 1, y: top, width: Math.max(1, right - left - 2), height: Math.max(0, bottom - top) }, style: { ...api.style(), decal: simulated ? decal : undefined } };
            },
            markLine: {
              symbol: "none",
              silent: true,
              animation: false,
              lineStyle: { color: INK, type: "dashed", width: 1.5 },
              data: marks.map(({ at, words }, number) => ({ xAxis: at, label: { formatter: words, color: INK, fontFamily: SANS, fontSize: 12, position: "end", align: number || at < 0.2 * whole ? "left" : "right", distance: [0, 2 + number * 14] } })),
            },
          },
        ],
      },
      links: (one) => links?.[one.dataIndex],
    };
  },

  dots({ series, yName, low, high, rows, links }, width) {
    const names = series.map((one) => one.name);
    const top = legendHeight(names, width);
    return {
      height: 340 + top,
      option: {
        // A line needs a piece of itself in the legend, a dot only its shape, as it is drawn.
        legend: { ...legend(names), itemWidth: 10, itemHeight: 10 },
        grid: { left: 8, right: 16, top: top + 26, bottom: 8, containLabel: true },
        xAxis: timeAxis(low, high),
        yAxis: axis({ type: "value", inverse: true, min: -0.5, max: rows - 0.5, name: yName, nameLocation: "start", nameTextStyle: { ...FONT, align: "left" }, axisLabel: { show: false }, axisTick: { show: false }, splitLine: { show: false } }),
        tooltip: { trigger: "item", ...tooltip((one) => `${one.seriesName}\n${minute.format(new Date(one.value[0]))}`) },
        series: series.map((one, at) => ({
          type: "scatter",
          z: one.other ? 1 : 2,
          name: one.name,
          data: one.points,
          symbol: one.other ? "emptyCircle" : SHAPES[at % SHAPES.length],
          symbolSize: one.other ? 3 : 6,
          color: one.other ? "var(--line-strong)" : HUES[at % HUES.length],
          emphasis: { disabled: true },
        })),
      },
      links: (one) => links?.[one.value?.[1]],
    };
  },

  spectrum({ segments, classes, low, high, links }, width) {
    const top = legendHeight(classes, width);
    const band = 92;
    // On a narrow page the step it comes from and the one it goes to stand below each other, so that both are read.
    const isNarrow = segments.some(({ name }) => name.length * 7.5 > width);
    const head = isNarrow ? 42 : 22;
    const apart = band + 12 + head;
    const looks = [
      { color: "var(--heat-2)", width: 1 },
      { color: "var(--heat-3)", width: 1 },
      { color: "var(--heat-4)", width: 1.5 },
      { color: "var(--chart-late)", width: 2.25, type: "solid" },
    ];
    const option = {
      legend: { ...legend(classes), selectedMode: false },
      title: segments.map(({ name }, at) => ({ text: isNarrow ? name.replace(" → ", "\n→ ") : name, left: 0, top: top + at * apart, textStyle: { fontFamily: SANS, fontSize: 13, fontWeight: 600, lineHeight: 18, color: INK, width: width - 8, overflow: "truncate" }, padding: 0 })),
      grid: segments.map((_one, at) => ({ left: 8, right: 16, top: top + at * apart + head, height: band - 12 })),
      xAxis: segments.map((_one, at) => ({ ...timeAxis(low, high), gridIndex: at, axisLabel: { ...FONT, hideOverlap: true, formatter: moments(low, high), show: at === segments.length - 1 } })),
      yAxis: segments.map((_one, at) => ({ type: "value", min: 0, max: 1, gridIndex: at, show: false })),
      tooltip: { trigger: "item", ...tooltip((one) => (one.data?.coords ? `${minute.format(new Date(one.data.coords[0][0]))}\n${minute.format(new Date(one.data.coords[1][0]))}` : one.seriesName)) },
      series: segments.flatMap(({ lines }, at) =>
        classes.map((name, kind) => ({
          type: "lines",
          name,
          coordinateSystem: "cartesian2d",
          xAxisIndex: at,
          yAxisIndex: at,
          data: lines.filter((line) => line[2] === kind).map(([begin, end]) => ({ coords: [[begin, 1], [end, 0]] })),
          lineStyle: { ...looks[kind], opacity: 0.8 },
          color: looks[kind].color,
          emphasis: { disabled: true },
          silent: false,
        })),
      ),
    };
    return { height: top + segments.length * apart + 24, option, links: (one) => links?.[one.seriesIndex === undefined ? -1 : Math.floor(one.seriesIndex / classes.length)] };
  },

  network({ nodes, links, unit }, width) {
    const most = Math.max(...nodes.map((node) => node.value), 1);
    const often = Math.max(...links.map((link) => link.value), 1);
    const names = new Set(nodes.map((node) => node.name));
    const place = width < 480 ? inColumn(nodes, width) : onRing(nodes, width);
    return {
      height: place.height,
      option: {
        tooltip: { trigger: "item", ...tooltip((one) => (one.dataType === "edge" ? `${one.data.source} → ${one.data.target}\n${one.data.words}` : `${one.name}\n${one.data.words}`)) },
        series: [
          {
            type: "graph",
            layout: "none",
            ...place.box,
            preserveAspect: true,
            data: nodes.map((node, at) => ({
              ...node,
              ...place.at(at),
              symbolSize: 14 + 26 * Math.sqrt(node.value / most),
              itemStyle: { color: "var(--brand-tint)", borderColor: "var(--brand)", borderWidth: 2 },
              label: { show: true, ...place.name(at), fontFamily: SANS, fontSize: 12, lineHeight: 16, color: INK, overflow: "break" },
            })),
            links: links
              .filter((link) => names.has(link.source) && names.has(link.target))
              .map((link, at) => ({
                ...link,
                lineStyle: { width: 1 + 6 * (link.value / often), color: "var(--brand-soft)", curveness: place.bend(link), opacity: 0.85 },
                label: { show: at < 12 && width >= 480, formatter: NUMBER.format(link.value), fontFamily: SANS, fontSize: 12, fontWeight: 600, color: INK },
              })),
            edgeSymbol: ["none", "arrow"],
            edgeSymbolSize: 9,
            emphasis: { disabled: true },
            silent: false,
            roam: false,
          },
        ],
      },
      unit,
      links: (one) => (one.dataType === "edge" ? one.data.href : undefined),
    };
  },
};

// The picture as a file: what stands in properties of the page is written out, because a file has no page.
function asSvg(stage, title) {
  const svg = stage.querySelector("svg").cloneNode(true);
  const style = getComputedStyle(stage);
  let source = new XMLSerializer().serializeToString(svg);
  source = source.replace(/var\((--[\w-]+)\)/g, (_found, name) => style.getPropertyValue(name).trim().replaceAll('"', "'"));
  const paper = style.getPropertyValue("--surface").trim();
  const escaped = title.replace(/[<>&]/g, (letter) => ({ "<": "&lt;", ">": "&gt;", "&": "&amp;" })[letter]);
  return source.replace(/^<svg([^>]*)>/, (_found, attributes) => `<svg${/xmlns=/.test(attributes) ? "" : ' xmlns="http://www.w3.org/2000/svg"'}${attributes}><title>${escaped}</title><rect width="100%" height="100%" fill="${paper}"/>`);
}

function save(blob, name) {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(blob);
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 1000);
}

async function asPng(stage, title) {
  const source = asSvg(stage, title);
  const { width, height } = stage.getBoundingClientRect();
  const image = new Image();
  image.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(source)}`;
  await image.decode();
  const canvas = document.createElement("canvas");
  canvas.width = width * 2;
  canvas.height = height * 2;
  canvas.getContext("2d").drawImage(image, 0, 0, canvas.width, canvas.height);
  return new Promise((done) => canvas.toBlob(done, "image/png"));
}

function draw(figure) {
  const stage = figure.querySelector(".chart-stage");
  const source = document.getElementById(figure.dataset.chart);
  if (!stage || !source) return;
  const data = JSON.parse(source.textContent);
  const kind = KINDS[data.kind];
  let chart;
  const show = (width = stage.clientWidth) => {
    const made = kind(data, width);
    stage.style.height = `${Math.round(made.height)}px`;
    if (chart) chart.resize({ width });
    else chart = init(stage, null, { renderer: "svg" });
    chart.setOption({ animation: false, textStyle: { fontFamily: SANS, color: INK }, aria: { enabled: false }, ...made.option }, true);
    chart.off("click");
    if (made.links)
      chart.on("click", (one) => {
        const address = made.links(one);
        if (address) window.location.assign(address);
      });
  };
  try {
    delete stage.dataset.waiting;
    show();
  } catch (error) {
    console.error(error);
    stage.dataset.waiting = stage.dataset.failed;
    return;
  }
  const drawing = stage.querySelector("svg");
  if (drawing) {
    drawing.setAttribute("role", "img");
    drawing.setAttribute("aria-label", stage.dataset.label);
  }
  stage.dataset.drawn = "yes";
  const files = { svg: async () => new Blob([asSvg(stage, stage.dataset.label)], { type: "image/svg+xml" }), png: () => asPng(stage, stage.dataset.label) };
  for (const button of figure.querySelectorAll("[data-save]")) {
    button.hidden = false;
    button.addEventListener("click", async () => save(await files[button.dataset.save](), `${figure.dataset.chart}.${button.dataset.save}`));
  }
  // Paper is narrower than the screen: what is printed is drawn for it.
  window.addEventListener("beforeprint", () => show(PAPER));
  window.addEventListener("afterprint", () => show());
  let before = stage.clientWidth;
  new ResizeObserver(() => {
    if (stage.clientWidth === before || !stage.clientWidth) return;
    before = stage.clientWidth;
    show();
  }).observe(stage);
}

for (const figure of document.querySelectorAll("[data-chart]")) draw(figure);
