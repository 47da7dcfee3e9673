/** `<levelfield-adviser>`: the button on a page. It loads the talk at the first click, or at once where one is open.
 *
 *  Attributes: `inline` (the talk fills the element), `open`, `theme` (light or dark), `labels` (JSON).
 */
import type { LevelfieldChat } from "./chat";
import type { LABELS } from "./labels";

// In two steps: the builder would take one for a file of its own.
const HERE = import.meta.url;
const BASE = new URL(".", HERE);
const sheet = new CSSStyleSheet();
// Rules of the page win over plain :host rules, and lose against important ones.
sheet.replaceSync(`
  :host { all: initial !important; display: block !important; }
  :host(:not([inline])) { position: fixed !important; inset: auto 16px 16px auto !important; inset-inline: auto 16px !important; z-index: 2147483000 !important; }
  :host([inline]) { width: 100% !important; height: 100% !important; }
  levelfield-chat { display: block; height: 100%; }
  .launch {
    display: flex; align-items: center; gap: 8.8px; min-height: 52px; padding: 8px 18.4px; cursor: pointer;
    font: 600 medium/1.3 var(--levelfield-font, system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", sans-serif);
    color: var(--levelfield-on-accent, #fff); background: var(--levelfield-accent, #14532d);
    border: 2px solid var(--levelfield-on-accent, #fff); border-radius: 32px; box-shadow: 0 4px 16px #0006;
  }
  .launch:focus-visible { outline: 3px solid var(--levelfield-accent, #14532d); outline-offset: 3px; }
  .launch svg { width: 24px; height: 24px; fill: none; stroke: currentColor; stroke-width: 2; stroke-linejoin: round; }
  .launch b { padding: 0 7.2px; border: 1px solid transparent; border-radius: 16px; background: #8f1d1d; color: #fff; }
  [hidden] { display: none !important; }
`);

const SVG = "http://www.w3.org/2000/svg";

/** The picture on the button. */
function bubble(): SVGElement {
  const picture = document.createElementNS(SVG, "svg"), path = document.createElementNS(SVG, "path");
  picture.setAttribute("viewBox", "0 0 24 24");
  picture.setAttribute("aria-hidden", "true");
  path.setAttribute("d", "M4 5h16v11H9l-5 4z");
  picture.append(path);
  return picture;
}

class LevelfieldAdviser extends HTMLElement {
  private chat?: LevelfieldChat;
  private button = document.createElement("button");
  private badge = document.createElement("b");
  private loading = false;

  connectedCallback(): void {
    if (this.shadowRoot) return;
    const root = this.attachShadow({ mode: "open" });
    root.adoptedStyleSheets = [sheet];
    if (this.hasAttribute("inline")) return void this.load(false);
    const { button, badge } = this;
    const label = this.label("open", "Ask the adviser");
    button.type = "button";
    button.className = "launch";
    button.setAttribute("aria-haspopup", "dialog");
    badge.hidden = true;
    button.append(bubble(), label, badge);
    button.addEventListener("click", () => void this.load(true));
    root.append(button);
    if (this.hasAttribute("open") || this.wasOpen()) void this.load(false);
  }

  private label(name: keyof typeof LABELS, otherwise: string): string {
    try {
      return String(JSON.parse(this.getAttribute("labels") ?? "{}")[name] ?? otherwise);
    } catch {
      return otherwise;
    }
  }

  /** Whether the talk stood open on the page before this one. */
  private wasOpen(): boolean {
    try {
      return Boolean(JSON.parse(localStorage.getItem(`levelfield ${BASE.href}`) ?? "{}")?.open);
    } catch {
      return false;
    }
  }

  private async load(focus: boolean): Promise<void> {
    if (this.loading) return;
    this.loading = true;
    try {
      if (!this.chat) {
        await import("./chat");
        const chat = document.createElement("levelfield-chat") as LevelfieldChat;
        chat.begin(BASE, this);
        chat.addEventListener("closed", () => {
          this.button.hidden = false;
          this.button.focus();
        });
        chat.addEventListener("unread", (event) => this.count((event as CustomEvent<number>).detail));
        this.shadowRoot!.append(chat);
        this.chat = chat;
      }
      if (!this.hasAttribute("inline")) {
        await this.chat.show(focus);
        this.button.hidden = true;
      }
    } finally {
      this.loading = false;
    }
  }

  private count(unread: number): void {
    this.badge.hidden = !unread;
    this.badge.textContent = unread ? String(unread) : "";
    this.badge.setAttribute("aria-label", this.label("unread", "{count} unread").replace("{count}", String(unread)));
  }
}

customElements.define("levelfield-adviser", LevelfieldAdviser);

// One script tag is enough: where the page places no element itself, one is added.
if (!document.querySelector("levelfield-adviser")) {
  const add = () => document.querySelector("levelfield-adviser") ?? document.body.append(document.createElement("levelfield-adviser"));
  if (document.body) add();
  else addEventListener("DOMContentLoaded", add);
}
