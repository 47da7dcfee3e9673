import { css } from "lit";

/** The look. Nothing is measured in rem: the page around sets what that is, and `medium` is what the visitor has set.
 *
 *  Every colour is a variable that an operator may set on the element (docs/embedding.md). */
export const styles = css`
  :host {
    --page: var(--levelfield-page, #f6f5f1); --card: var(--levelfield-card, #fff); --ink: var(--levelfield-ink, #1c2321);
    --soft: var(--levelfield-soft, #56615d); --line: var(--levelfield-line, #d9d6cc);
    --accent: var(--levelfield-accent, #14532d); --on-accent: var(--levelfield-on-accent, #fff);
    --link: var(--levelfield-link, var(--levelfield-accent, #14532d));
    --error: #8f1d1d; --error-page: #fdeeee; --shape: #a8451a;
    color: var(--ink); color-scheme: light;
    font: medium/1.5 var(--levelfield-font, system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", sans-serif);
  }
  :host([dark]) {
    --page: var(--levelfield-page-dark, #12181a); --card: var(--levelfield-card-dark, #1d2628);
    --ink: var(--levelfield-ink-dark, #e9eeec); --soft: var(--levelfield-soft-dark, #a3b0ab);
    --line: var(--levelfield-line-dark, #35423f);
    --accent: var(--levelfield-accent-dark, #1f6b41); --on-accent: var(--levelfield-on-accent-dark, #fff);
    --link: var(--levelfield-link-dark, #7fd6a4);
    --error: #ffb4b4; --error-page: #3a1d1d; --shape: #f0a27c;
    color-scheme: dark;
  }
  * { box-sizing: border-box; }
  [hidden] { display: none !important; }
  .panel {
    position: fixed; inset: auto 16px 16px auto; inset-inline: auto 16px; margin: 0; padding: 0; width: 416px; max-width: none;
    height: min(704px, 100dvh - 32px); max-height: none; border: 1px solid var(--line); border-radius: 16px; overflow: hidden;
    background: var(--page); color: inherit; box-shadow: 0 12px 48px #0005;
  }
  .panel[open], .panel:popover-open, .panel.inline { display: flex; flex-direction: column; }
  .panel.inline { position: static; width: 100%; height: 100%; border-radius: var(--levelfield-radius, 16px); box-shadow: none; }
  .panel.full { inset: 0; width: 100%; height: 100dvh; border: 0; border-radius: 0; }
  header, footer { background: var(--card); padding: 9.6px 14.4px; }
  header { display: flex; align-items: center; gap: 4px; border-bottom: 1px solid var(--line); }
  header > div { flex: 1; min-width: 0; }
  h2 { margin: 0; font-size: 1.05em; line-height: 1.25; }
  header p { margin: 0; color: var(--soft); font-size: .85em; line-height: 1.25; }
  header .menu { position: relative; flex: none; }
  .menu div {
    position: absolute; inset-inline-end: 0; top: 100%; z-index: 1; width: max-content; max-width: 240px; padding: 4.8px;
    background: var(--card); border: 1px solid var(--line); border-radius: 12px; box-shadow: 0 8px 24px #0003;
  }
  .menu div button { display: block; width: 100%; border: 0; border-radius: 8px; }
  #log {
    flex: 1; min-height: 0; overflow-y: auto; overscroll-behavior: contain; padding: 14.4px; display: flex;
    flex-direction: column; gap: 12px;
  }
  .turn { display: flex; flex-direction: column; align-items: flex-start; gap: 8px; max-width: 100%; }
  .me { align-items: flex-end; }
  .bubble {
    max-width: 94%; padding: 10.4px 14.4px; border: 1px solid var(--line); border-radius: 16px; border-end-start-radius: 4px;
    background: var(--card); overflow-wrap: anywhere; min-width: 0;
  }
  .wide-bubble .bubble { width: 100%; max-width: 100%; }
  .me .bubble {
    border-color: transparent; border-radius: 16px; border-end-end-radius: 4px; background: var(--accent);
    color: var(--on-accent); white-space: pre-wrap;
  }
  .kind-noted .bubble { border-style: dashed; padding-block: 7.2px; }
  .kind-notice .bubble, .kind-handoff .bubble { border-inline-start: 4px solid var(--link); }
  .error .bubble { border-color: var(--error); background: var(--error-page); color: var(--error); }
  .state { color: var(--soft); font-size: .85em; }
  .state.failed { color: var(--error); }
  .bubble p, .bubble ul, .bubble ol, .bubble pre, .bubble blockquote, figure, dl, details { margin: 0 0 9.6px; }
  .text > :last-child, .bubble > :last-child, li > :last-child { margin-bottom: 0; }
  .bubble ul, .bubble ol { padding-inline-start: 20px; }
  .bubble li + li { margin-top: 4px; }
  .heading { font-weight: 700; }
  .kind-answer .text > p:last-child:not(:first-child) { color: var(--soft); font-size: .875em; }
  pre, code { white-space: pre-wrap; font-family: ui-monospace, monospace; font-size: .9em; }
  a { color: var(--link); }
  .choices { display: flex; flex-wrap: wrap; gap: 7.2px; max-width: 100%; }
  .kind-question .choices { flex-direction: column; align-items: stretch; width: 94%; }
  button, .page {
    font: inherit; color: var(--link); background: var(--card); border: 1.5px solid var(--link); border-radius: 18.4px;
    padding: 6.4px 13.6px; min-height: 44px; text-align: start; cursor: pointer; overflow-wrap: anywhere;
  }
  .page { display: inline-block; text-decoration: none; }
  /* Where there is a pointer: after a tap it would stay. */
  @media (hover: hover) {
    button:hover:not(:disabled), .page:hover { background: var(--accent); color: var(--on-accent); border-color: var(--accent); }
  }
  button:disabled { color: var(--soft); border-color: var(--line); cursor: default; }
  button[aria-pressed="true"] { border-style: double; border-width: 4px; color: var(--ink); }
  .kind-noted .choices button { font-size: .875em; }
  button.icon { border-color: transparent; padding: 0; width: 44px; display: grid; place-items: center; flex: none; }
  button.icon svg { width: 21.6px; height: 21.6px; fill: none; stroke: currentColor; stroke-width: 2; stroke-linecap: round; stroke-linejoin: round; }
  .menu button.icon svg { stroke-width: 3.2; }
  .thumbs { display: flex; gap: 2.4px; }
  .thumbs button[aria-pressed="true"] { border: 2px solid var(--link); }
  #status { min-height: 28px; margin: 0; padding: 0 14.4px 4px; color: var(--soft); font-size: .9em; }
  #status i { animation: dot 1.2s infinite; font-style: normal; }
  #status i:nth-of-type(2) { animation-delay: .2s; }
  #status i:nth-of-type(3) { animation-delay: .4s; }
  @keyframes dot { 0%, 60%, 100% { opacity: .25; } 30% { opacity: 1; } }
  footer { border-top: 1px solid var(--line); padding-bottom: max(9.6px, env(safe-area-inset-bottom)); }
  .progress { display: flex; align-items: center; gap: 9.6px; padding-bottom: 8px; color: var(--soft); font-size: .85em; }
  progress { flex: 1; min-width: 0; height: 8px; accent-color: var(--link); }
  form { display: flex; align-items: flex-end; gap: 8px; }
  textarea {
    flex: 1; min-width: 0; font: inherit; font-size: max(1em, 16px); color: var(--ink); background: var(--card); resize: none;
    border: 1.5px solid var(--soft); border-radius: 18.4px; padding: 8px 11.2px; min-height: 44px; max-height: 144px;
  }
  textarea::placeholder { color: var(--soft); opacity: 1; }
  form button { background: var(--accent); color: var(--on-accent); border-color: var(--accent); }
  :focus-visible { outline: 3px solid var(--link); outline-offset: 2px; }
  .me :focus-visible, form button:focus-visible { outline-color: var(--ink); }
  figure svg { display: block; width: calc(100% + 16px); max-width: 336px; height: auto; margin-inline: -8px; }
  .grid { fill: none; stroke: var(--soft); stroke-width: .7; }
  figure text { fill: var(--ink); font-size: 13px; }
  .shape { fill: var(--shape); fill-opacity: .2; stroke: var(--shape); stroke-width: 2; }
  circle { fill: var(--shape); stroke: var(--shape); stroke-width: 2; }
  circle.unsure { fill: var(--card); }
  summary { cursor: pointer; color: var(--link); padding-block: 4px; }
  .text + details, .text + table { margin-top: 9.6px; }
  table { border-collapse: collapse; width: 100%; font-size: .9em; }
  th, td { text-align: start; vertical-align: top; padding: 4.8px 6.4px; border-bottom: 1px solid var(--line); font-weight: 400; }
  thead th { font-weight: 600; }
  table { overflow-wrap: break-word; }
  .sides { table-layout: fixed; }
  .sides tbody th { color: var(--soft); border: 0; padding-bottom: 0; }
  meter { width: 96px; }
  .facts { display: flex; flex-wrap: wrap; gap: 5.6px 16px; font-size: .9em; border-top: 1px solid var(--line); padding-top: 8px; margin-top: 9.6px; }
  .facts div { display: flex; gap: 5.6px; }
  dt { color: var(--soft); flex: none; }
  dd { margin: 0; }
  h3 { margin: 0 0 4.8px; font-size: .95em; color: var(--link); }
  .waves section { border-inline-start: 3px solid var(--link); padding-inline-start: 12px; margin-bottom: 12px; }
  .waves ol { padding-inline-start: 17.6px; margin: 0; }
  .waves time { white-space: nowrap; }
  .waves p { color: var(--soft); font-size: .875em; margin: 1.6px 0 0; }
  .unseen { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }
  @media (prefers-reduced-motion: reduce) { #status i { animation: none; } }
  @media (prefers-contrast: more) { :host, :host([dark]) { --soft: var(--ink); --line: var(--ink); } }
  @media (forced-colors: active) {
    .me .bubble, button:disabled { border-color: CanvasText; }
    .grid { stroke: CanvasText; }
    .shape, circle { stroke: Highlight; fill: Highlight; }
    circle.unsure { fill: Canvas; }
  }
`;
