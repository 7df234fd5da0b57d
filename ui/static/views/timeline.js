// What one person said on a topic, over time: a plot to look at, and the same as a list to read.

import { addView } from "../page/toolbar.js";
import { scope } from "../page/gradio.js";
import { dotted, element, link, warning } from "../lib/dom.js";
import { namesFor } from "../page/paging.js";
import { fetched, show } from "../page/panel.js";
import { drawPlot } from "./plot.js";
import { parameters } from "../page/scope.js";
import { day, t } from "../lib/i18n.js";

// Opens the view; with a name, the timeline is drawn at once.
export async function openTimeline(from, name = "", topic = "") {
  const [header, result] = [element("header"), element("div", "timeline")];
  result.setAttribute("role", "status");
  const form = asking(name, topic, (who, what) => draw(result, who, what));
  header.append(element("h2", "", t("timeline.title")), form);
  show(t("timeline.title"), [header, result], from);
  if (name) await draw(result, name, topic);
  else form.querySelector("input").focus();
}

function asking(name, topic, asked) {
  const form = element("form", "who");
  const [who, what] = [box("name", name), box("topic", topic)];
  who.input.required = true;
  const drawing = element("button", "topic", t("timeline.draw"));
  form.append(who.label, namesFor(who.input, "timeline-people"), what.label, drawing);
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    asked(who.input.value.trim(), what.input.value.trim());
  });
  return form;
}

function box(name, value) {
  const [label, input] = [element("label", "", t(`timeline.${name}`)), element("input")];
  Object.assign(input, { name, value, autocomplete: "off", maxLength: 500 });
  label.append(input);
  return { label, input };
}

// The scope holds here too, but for its person: the form names one.
function asked(name, topic) {
  return [["name", name], ["topic", topic], ...parameters({ ...scope(), person: "" })];
}

async function draw(result, name, topic) {
  const timeline = await fetched("timeline", asked(name, topic));
  if (!timeline) return;
  if (timeline.fault) return result.replaceChildren(warning(timeline.fault));
  const { points } = timeline;
  if (!points.length) return result.replaceChildren(element("p", "found", t("timeline.nothing", { name })));
  const dated = points.filter(({ published }) => published);
  const about = topic ? t("timeline.on", { name: timeline.name, topic }) : timeline.name;
  const found = t("timeline.found", { count: points.length });
  const plot = element("div", "plot");
  result.replaceChildren(element("h3", "", about), element("p", "found", found), plot, legend(), list(points));
  return drawPlot(plot, dated);
}

function legend() {
  const made = element("p", "legend");
  for (const kind of ["direct", "indirect"]) {
    const mark = element("span", `point ${kind}`);
    made.append(mark, ` ${t(`timeline.${kind}`)} `);
  }
  return made;
}

function list(points) {
  const made = element("ol", "record");
  for (const point of points) {
    const item = element("li");
    const when = day(point.published) || t("timeline.undated");
    item.append(dotted("p", "where", [when, point.publisher]), link("statement", point.text, point.link));
    made.append(item);
  }
  return made;
}

addView("timeline", (from) => openTimeline(from));
