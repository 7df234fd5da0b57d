// What one person said on a topic, over time: a plot to look at, and the same as a list to read.

import { dotted, element, link, warning } from "../lib/dom.js";
import { scopeParameters } from "../lib/scope.js";
import { scope } from "../page/gradio.js";
import { nameOptions } from "../page/paging.js";
import { readLatest, show } from "../page/panel.js";
import { addView } from "../page/toolbar.js";
import { day, t } from "../page/wording.js";
import { drawPlot } from "./plot.js";

/** @import { Timeline, TimelinePoint } from "../lib/types.js" */

/**
 * Open the view; with a name, the timeline is drawn at once.
 *
 * @param {HTMLElement} from
 * @param {string} [name]
 * @param {string} [topic]
 */
export async function openTimeline(from, name = "", topic = "") {
  const header = element("header");
  const result = element("div", "timeline");
  result.setAttribute("role", "status");
  const { form, first } = whoForm(name, topic, (who, what) => draw(result, who, what));
  header.append(element("h2", "", t("timeline.title")), form);
  show(t("timeline.title"), [header, result], from);
  if (name) await draw(result, name, topic);
  else first.focus();
}

/**
 * @param {string} name
 * @param {string} topic
 * @param {(name: string, topic: string) => void} onSubmit
 */
function whoForm(name, topic, onSubmit) {
  const form = element("form", "who");
  const who = box("name", name);
  const what = box("topic", topic);
  who.input.required = true;
  const names = nameOptions(who.input, "timeline-people");
  form.append(who.label, names, what.label, element("button", "topic", t("timeline.draw")));
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    onSubmit(who.input.value.trim(), what.input.value.trim());
  });
  return { form, first: who.input };
}

/**
 * @param {string} name
 * @param {string} value
 */
function box(name, value) {
  const label = element("label", "", t(`timeline.${name}`));
  const input = element("input");
  Object.assign(input, { name, value, autocomplete: "off", maxLength: 500 });
  label.append(input);
  return { label, input };
}

/**
 * The scope holds here too, but for its person: the form names one.
 *
 * @param {string} name
 * @param {string} topic
 * @returns {[string, string][]}
 */
function queryOf(name, topic) {
  return [["name", name], ["topic", topic], ...scopeParameters({ ...scope(), person: "" })];
}

/**
 * @param {HTMLElement} result
 * @param {string} name
 * @param {string} topic
 */
async function draw(result, name, topic) {
  const timeline = await readLatest("timeline", queryOf(name, topic));
  if (!timeline) return;
  if (timeline.fault !== undefined) return result.replaceChildren(warning(timeline.fault));
  const { points } = timeline;
  if (!points.length) return result.replaceChildren(element("p", "found", t("timeline.nothing", { name })));
  const plot = element("div", "plot");
  result.replaceChildren(...titles(timeline, topic), plot, legend(), list(points));
  drawPlot(plot, points);
}

/**
 * @param {Timeline} timeline
 * @param {string} topic
 */
function titles({ name, points }, topic) {
  const about = topic ? t("timeline.on", { name, topic }) : name;
  return [element("h3", "", about), element("p", "found", t("timeline.found", { count: points.length }))];
}

function legend() {
  const created = element("p", "legend");
  for (const kind of ["direct", "indirect"]) {
    created.append(element("span", `point ${kind}`), ` ${t(`timeline.${kind}`)} `);
  }
  return created;
}

/** @param {TimelinePoint[]} points */
function list(points) {
  const created = element("ol", "record");
  for (const point of points) {
    const item = element("li");
    const when = day(point.published) || t("timeline.undated");
    item.append(dotted("p", "where", [when, point.publisher]), link("statement", point.text, point.link));
    created.append(item);
  }
  return created;
}

addView("timeline", (from) => openTimeline(from));
