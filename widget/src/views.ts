/** What each kind of message shows besides its text. A kind or a field that is not known here shows the text alone. */
import { html, nothing, type TemplateResult } from "lit";
import { fill, type Labels } from "./labels";
import { markdown } from "./markdown";
import type { Message } from "./message";
import { radar } from "./radar";

type View = (message: Message, labels: Labels) => TemplateResult;
type Row = Record<string, any>;

// Where this file lies tells where the adviser lives; the page around may be somebody else's.
const HERE = import.meta.url;

const text: View = (message) => html`<div class="text">${markdown(message.text)}</div>`;

/** A question lists its options in the text for those who have only text; here they are the buttons below it. */
const question: View = (message) => {
  const options = new Set((message.custom.data.options ?? []).map((option: Row) => option.label));
  if (!message.buttons?.length || !options.size) return html`<div class="text">${markdown(message.text)}</div>`;
  const lines = message.text.split("\n").filter((line) => !options.has(line.replace(/^\w\)\s+/, "")));
  return html`<div class="text">${markdown(lines.join("\n"))}</div>`;
};

const profile: View = (message, labels) => {
  const scores = message.custom.data.dimensions;
  return html`${scores ? radar(scores, labels) : nothing}${text(message, labels)}`;
};

const ranking: View = (message, labels) => {
  const rows: Row[] = message.custom.data.strategies ?? [];
  return html`${text(message, labels)}${rows.length
    ? html`<details><summary>${labels.reasons}</summary><ol class="ranking">${rows.map((row) => html`<li>
        <strong>${row.title ?? row.id}</strong>
        <div><meter min="0" max="100" value=${row.score} aria-label=${labels.score}></meter> ${Math.round(row.score)}</div>
        <ul>${(row.because ?? []).map((why: string) => html`<li>${why}</li>`)}</ul></li>`)}</ol></details>`
    : nothing}`;
};

const strategy: View = (message, labels) => {
  const { effort, cost } = message.custom.data;
  if (!effort) return text(message, labels);
  return html`${text(message, labels)}<dl class="facts">
      <div><dt>${labels.effort}</dt><dd>${fill(labels.of5, { value: effort })}</dd></div>
      ${cost?.note ? html`<div><dt>${labels.cost}</dt><dd>${cost.note}</dd></div>` : nothing}
    </dl>`;
};

const comparison: View = (message, labels) => {
  const { rows, titles } = message.custom.data as { rows?: Row[]; titles?: string[] };
  if (!rows?.length || !titles) return text(message, labels);
  // What a row is about stands above it, so that both sides are in sight on a phone too.
  return html`<table class="sides">
    <thead><tr>${titles.map((title) => html`<th scope="col">${title}</th>`)}</tr></thead>
    ${rows.map((row) => html`<tbody><tr><th scope="rowgroup" colspan=${titles.length}>${row.name}</th></tr>
      <tr>${row.values.map((value: string) => html`<td>${value}</td>`)}</tr></tbody>`)}
  </table>`;
};

const plan: View = (message, labels) => {
  const { steps, links } = message.custom.data as { steps?: Row[]; links?: Row };
  if (!steps?.some((step) => step.title)) return text(message, labels);
  // Numbered through the plan, as its words are: "the third one" must mean the same.
  let start = 1;
  const waves = (["now", "next", "later"] as const).map((wave) => {
    const found = steps.filter((step) => step.wave === wave && message.custom.about.includes(step.id));
    start += found.length;
    return { title: labels[wave], steps: found, start: start - found.length };
  });
  return html`<div class="waves">${waves.map((wave) => wave.steps.length
      ? html`<section><h3>${wave.title}</h3><ol start=${wave.start}>${wave.steps.map((step) => html`<li>
          <strong>${step.title}</strong>
          ${step.due || step.owner
            ? html`<p>${step.due ? html`<time datetime=${step.due}>${fill(labels.due, { date: day(step.due) })}</time>` : nothing}
              ${step.due && step.owner ? "·" : nothing} ${step.owner || nothing}</p>`
            : nothing}
          ${wave.title === labels.now ? html`<p>${labels.measure} ${step.measure}</p>` : nothing}</li>`)}</ol></section>`
      : nothing)}</div>
    ${/^plan\/[\w-]+$/.test(links?.page ?? "") ? html`<p><a class="page" href=${new URL(`../${links?.page}`, HERE).href} target="_blank" rel="noopener">${labels.page}</a></p>` : nothing}
    <details><summary>${labels.whole}</summary>${text(message, labels)}</details>`;
};

function day(date: string): string {
  const found = new Date(`${date}T12:00:00`);
  return Number.isNaN(found.valueOf()) ? date : found.toLocaleDateString("en-GB", { day: "numeric", month: "short", year: "numeric" });
}

const progress: View = (message, labels) => {
  const moved = Object.entries<Row>(message.custom.data.moved ?? {});
  // The lines of the text that list the numbers are for those who have only text; here they are the table.
  const lines = message.text.split("\n").filter((line) => !line.startsWith("- "));
  return html`${text(moved.length ? { ...message, text: lines.join("\n") } : message, labels)}${moved.length
    ? html`<table><thead><tr><td></td><th scope="col">${labels.then}</th><th scope="col">${labels.today}</th></tr></thead>
        <tbody>${moved.map(([id, one]) => html`<tr><th scope="row">${one.plain ?? id.split(".").pop()}</th>
          <td>${Math.round(one.then)}</td><td>${Math.round(one.now)}</td></tr>`)}</tbody></table>`
    : nothing}`;
};

/** The view of each kind. */
export const VIEWS: Record<string, View> = {
  menu: text, question, noted: text, answer: text, unknown: text, profile, ranking, strategy, comparison, plan, progress,
  handoff: text, notice: text,
};

/** A message as it is shown. */
export const view: View = (message, labels) => (VIEWS[message.custom.kind] ?? text)(message, labels);
