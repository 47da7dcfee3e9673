import { css } from "lit";

/** The look. Every colour is a variable that an operator may set on the element (docs/embedding.md). */
export const styles = css`
  :host {
    --page: var(--levelfield-page, #f6f5f1); --card: var(--levelfield-card, #fff); --ink: var(--levelfield-ink, #1c2321);
    --soft: var(--levelfield-soft, #56615d); --line: var(--levelfield-line, #d9d6cc);
    --accent: var(--levelfield-accent, #14532d); --on-accent: var(--levelfield-on-accent, #fff);
    --link: var(--levelfield-link, var(--levelfield-accent, #14532d));
    --error: #8f1d1d; --error-page: #fdeeee; --shape: #a8451a;
    color: var(--ink); color-scheme: light;
    font: 1rem/1.5 var(--levelfield-font, system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", sans-serif);
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
    position: fixed; inset: auto 1rem 1rem auto; inset-inline: auto 1rem; margin: 0; padding: 0; width: 26rem; max-width: none;
    height: min(44rem, 100dvh - 2rem); max-height: none; border: 1px solid var(--line); border-radius: 1rem; overflow: hidden;
    background: var(--page); color: inherit; box-shadow: 0 .75rem 3rem #0005;
  }
  .panel[open], .panel.inline { display: flex; flex-direction: column; }
  .panel.inline { position: static; width: 100%; height: 100%; border-radius: var(--levelfield-radius, 1rem); box-shadow: none; }
  .panel.full { inset: 0; width: 100%; height: 100dvh; border: 0; border-radius: 0; }
  header, footer { background: var(--card); padding: .6rem .9rem; }
  header { display: flex; align-items: center; gap: .25rem; border-bottom: 1px solid var(--line); }
  header > div { flex: 1; min-width: 0; }
  h2 { margin: 0; font-size: 1.05rem; line-height: 1.25; }
  header p { margin: 0; color: var(--soft); font-size: .85rem; line-height: 1.25; }
  header .menu { position: relative; flex: none; }
  .menu div {
    position: absolute; inset-inline-end: 0; top: 100%; z-index: 1; width: max-content; max-width: 15rem; padding: .3rem;
    background: var(--card); border: 1px solid var(--line); border-radius: .75rem; box-shadow: 0 .5rem 1.5rem #0003;
  }
  .menu div button { display: block; width: 100%; border: 0; border-radius: .5rem; }
  #log {
    flex: 1; min-height: 0; overflow-y: auto; overscroll-behavior: contain; padding: .9rem; display: flex;
    flex-direction: column; gap: .75rem;
  }
  .turn { display: flex; flex-direction: column; align-items: flex-start; gap: .5rem; max-width: 100%; }
  .me { align-items: flex-end; }
  .bubble {
    max-width: 94%; padding: .65rem .9rem; border: 1px solid var(--line); border-radius: 1rem; border-end-start-radius: .25rem;
    background: var(--card); overflow-wrap: anywhere; min-width: 0;
  }
  .wide-bubble .bubble { width: 100%; max-width: 100%; }
  .me .bubble {
    border-color: transparent; border-radius: 1rem; border-end-end-radius: .25rem; background: var(--accent);
    color: var(--on-accent); white-space: pre-wrap;
  }
  .kind-noted .bubble { border-style: dashed; padding-block: .45rem; }
  .kind-notice .bubble, .kind-handoff .bubble { border-inline-start: 4px solid var(--link); }
  .error .bubble { border-color: var(--error); background: var(--error-page); color: var(--error); }
  .state { color: var(--soft); font-size: .85rem; }
  .state.failed { color: var(--error); }
  .bubble p, .bubble ul, .bubble ol, .bubble pre, .bubble blockquote, figure, dl, details { margin: 0 0 .6rem; }
  .text > :last-child, .bubble > :last-child, li > :last-child { margin-bottom: 0; }
  .bubble ul, .bubble ol { padding-inline-start: 1.25rem; }
  .bubble li + li { margin-top: .25rem; }
  .heading { font-weight: 700; }
  .kind-answer .text > p:last-child:not(:first-child) { color: var(--soft); font-size: .875rem; }
  pre, code { white-space: pre-wrap; font-family: ui-monospace, monospace; font-size: .9em; }
  a { color: var(--link); }
  .choices { display: flex; flex-wrap: wrap; gap: .45rem; max-width: 100%; }
  .kind-question .choices { flex-direction: column; align-items: stretch; width: 94%; }
  button, .page {
    font: inherit; color: var(--link); background: var(--card); border: 1.5px solid var(--link); border-radius: 1.15rem;
    padding: .4rem .85rem; min-height: 2.75rem; text-align: start; cursor: pointer; overflow-wrap: anywhere;
  }
  .page { display: inline-block; text-decoration: none; }
  button:hover:not(:disabled), .page:hover { background: var(--accent); color: var(--on-accent); border-color: var(--accent); }
  button:disabled { color: var(--soft); border-color: var(--line); cursor: default; }
  button[aria-pressed="true"] { border-style: double; border-width: 4px; color: var(--ink); }
  .kind-noted .choices button { font-size: .875rem; }
  button.icon { border-color: transparent; padding: 0; width: 2.75rem; display: grid; place-items: center; flex: none; }
  button.icon svg { width: 1.35rem; height: 1.35rem; fill: none; stroke: currentColor; stroke-width: 2; stroke-linecap: round; stroke-linejoin: round; }
  .thumbs { display: flex; gap: .15rem; }
  .thumbs button[aria-pressed="true"] { border: 2px solid var(--link); }
  #status { min-height: 1.5rem; margin: 0; padding: 0 .9rem; color: var(--soft); font-size: .9rem; }
  #status i { animation: dot 1.2s infinite; font-style: normal; }
  #status i:nth-of-type(2) { animation-delay: .2s; }
  #status i:nth-of-type(3) { animation-delay: .4s; }
  @keyframes dot { 0%, 60%, 100% { opacity: .25; } 30% { opacity: 1; } }
  footer { border-top: 1px solid var(--line); padding-bottom: max(.6rem, env(safe-area-inset-bottom)); }
  .progress { display: flex; align-items: center; gap: .6rem; padding-bottom: .5rem; color: var(--soft); font-size: .85rem; }
  progress { flex: 1; min-width: 0; height: .5rem; accent-color: var(--link); }
  form { display: flex; align-items: flex-end; gap: .5rem; }
  textarea {
    flex: 1; min-width: 0; font: inherit; font-size: max(1rem, 16px); color: var(--ink); background: var(--card); resize: none;
    border: 1.5px solid var(--soft); border-radius: 1.15rem; padding: .5rem .85rem; min-height: 2.75rem; max-height: 9rem;
  }
  textarea::placeholder { color: var(--soft); opacity: 1; }
  form button { background: var(--accent); color: var(--on-accent); border-color: var(--accent); }
  :focus-visible { outline: 3px solid var(--link); outline-offset: 2px; }
  .me :focus-visible, form button:focus-visible { outline-color: var(--ink); }
  figure svg { display: block; width: 100%; max-width: 26rem; height: auto; }
  .grid { fill: none; stroke: var(--soft); stroke-width: .7; }
  figure text { fill: var(--ink); font-size: 12.5px; }
  .shape { fill: var(--shape); fill-opacity: .2; stroke: var(--shape); stroke-width: 2; }
  circle { fill: var(--shape); stroke: var(--shape); stroke-width: 2; }
  circle.unsure { fill: var(--card); }
  summary { cursor: pointer; color: var(--link); min-height: 1.75rem; }
  table { border-collapse: collapse; width: 100%; font-size: .9rem; }
  th, td { text-align: start; vertical-align: top; padding: .3rem .4rem; border-bottom: 1px solid var(--line); font-weight: 400; }
  thead th { font-weight: 600; }
  table { overflow-wrap: break-word; }
  .wide { overflow-x: auto; }
  .wide table { min-width: 25rem; }
  .wide th[scope="row"] { min-width: 5rem; color: var(--soft); }
  meter { width: 6rem; }
  .facts { display: flex; flex-wrap: wrap; gap: .35rem 1rem; font-size: .9rem; border-top: 1px solid var(--line); padding-top: .5rem; margin-top: .6rem; }
  .facts div { display: flex; gap: .35rem; }
  dt { color: var(--soft); }
  dd { margin: 0; }
  h3 { margin: 0 0 .3rem; font-size: .95rem; color: var(--link); }
  .waves section { border-inline-start: 3px solid var(--link); padding-inline-start: .75rem; margin-bottom: .75rem; }
  .waves ol { padding-inline-start: 1.1rem; margin: 0; }
  .waves time { color: var(--soft); font-size: .875rem; white-space: nowrap; }
  .waves p { color: var(--soft); font-size: .875rem; margin: .1rem 0 0; }
  .unseen { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }
  @media (prefers-reduced-motion: reduce) { #status i { animation: none; } }
  @media (prefers-contrast: more) { :host { --soft: var(--ink); --line: var(--ink); } }
  @media (forced-colors: active) { .me .bubble, button:disabled { border-color: CanvasText; } .shape, circle { stroke: Highlight; } }
`;
