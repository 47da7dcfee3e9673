/** The profile as a picture: seven spokes, further out means more tilted. What was not looked at has no point. */
import { html, nothing, svg, type TemplateResult } from "lit";
import { fill, type Labels } from "./labels";

export interface Score { title?: string; plain?: string; severity: number | null; band: string; confidence_word: string }

// As narrow as the names allow: on a phone of 320 px the letters are 13 * 240 / 300 px, which can still be read.
const WIDTH = 300, HEIGHT = 232, REACH = 76;
// Letters in one line of a name beside the picture.
const LINE = 11;

const at = (place: number, of: number, value: number): [number, number] => {
  const turn = (2 * Math.PI * place) / of - Math.PI / 2;
  return [WIDTH / 2 + (REACH * value * Math.cos(turn)) / 100, HEIGHT / 2 + (REACH * value * Math.sin(turn)) / 100];
};
const points = (found: [number, number][]) => found.map(([x, y]) => `${x.toFixed(1)},${y.toFixed(1)}`).join(" ");

function lines(name: string): string[] {
  const found: string[] = [];
  for (const word of name.split(" ")) {
    const last = found.at(-1);
    if (last !== undefined && `${last} ${word}`.length <= LINE) found[found.length - 1] = `${last} ${word}`;
    else found.push(word);
  }
  return found;
}

/** Picture and table of a profile. */
export function radar(scores: Record<string, Score>, labels: Labels): TemplateResult {
  const rows = Object.entries(scores).map(([id, score]) => ({
    ...score,
    name: score.plain ?? id.split(".").pop() ?? id,
    sure: score.confidence_word === "low" ? "unsure" : "",
  }));
  const of = rows.length;
  const known = rows.flatMap((row, place) => (row.severity === null ? [] : [{ row, spot: at(place, of, row.severity) }]));
  const value = (severity: number | null) => (severity === null ? labels.open_value : String(Math.round(severity)));
  const spoken = rows.map((row) => `${row.name}: ${value(row.severity)}`).join("; ");
  return html`<figure>
    <svg viewBox="0 0 ${WIDTH} ${HEIGHT}" role="img" aria-label=${fill(labels.radar, { values: spoken })}>
      <g class="grid">
        ${[25, 50, 75, 100].map((ring) => svg`<polygon points=${points(rows.map((_, place) => at(place, of, ring)))} />`)}
        ${rows.map((_, place) => svg`<polygon points=${points([at(place, of, 0), at(place, of, 100)])} />`)}
      </g>
      ${known.length > 1 ? svg`<polygon class="shape" points=${points(known.map((one) => one.spot))} />` : nothing}
      ${known.map(({ row, spot }) => svg`<circle class=${row.sure} cx=${spot[0]} cy=${spot[1]} r="4.5" />`)}
      ${rows.map((row, place) => {
        const [x, y] = at(place, of, 114);
        const side = x - WIDTH / 2, parts = lines(row.name);
        const top = y + 4 - (parts.length - 1) * (y < HEIGHT / 2 - REACH ? 14 : 7);
        return svg`<text text-anchor=${Math.abs(side) < 1 ? "middle" : side > 0 ? "start" : "end"}>
          ${parts.map((part, line) => svg`<tspan x=${x} y=${top + line * 14}>${part}</tspan>`)}</text>`;
      })}
    </svg>
    <details>
      <summary>${labels.figures}</summary>
      <table>
        <thead><tr><th scope="col">${labels.dimension}</th><th scope="col">${labels.severity}</th>
          <th scope="col">${labels.certainty}</th></tr></thead>
        <tbody>${rows.map((row) => html`<tr><th scope="row">${row.name}</th><td>${value(row.severity)}</td>
          <td>${row.severity === null ? "" : row.confidence_word}</td></tr>`)}</tbody>
      </table>
    </details>
  </figure>`;
}
