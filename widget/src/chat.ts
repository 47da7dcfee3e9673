/** `<levelfield-chat>`: the talk as people see it. The launcher loads it at the first click. */
import { LitElement, html, nothing, svg, type PropertyValues, type TemplateResult } from "lit";
import { repeat } from "lit/directives/repeat.js";
import { fill, labelsFrom, LABELS, type Labels } from "./labels";
import { whole, type Entry, type Message } from "./message";
import { styles } from "./styles";
import { Talk } from "./talk";
import { view } from "./views";

// What somebody may have an opinion on.
const JUDGED = new Set(["answer", "strategy", "ranking", "comparison"]);
// These need the width of the panel.
const WIDE = new Set(["profile", "ranking", "comparison", "plan"]);
const LONGEST = 4_000;
const PHONE = "(max-width: 32rem), (max-height: 26rem)";

const icon = (...paths: string[]) => svg`<svg viewBox="0 0 24 24" aria-hidden="true">${paths.map((d) => svg`<path d=${d} />`)}</svg>`;
const CLOSE = icon("M6 6l12 12M18 6L6 18");
const MORE = icon("M5 12h.01M12 12h.01M19 12h.01");
const UP = icon("M7 11l4-8c1.5 0 2.5 1 2.5 2.5V10H20l-1.5 10H7zM3 11h4v9H3z");
const DOWN = icon("M17 13l-4 8c-1.5 0-2.5-1-2.5-2.5V14H4l1.5-10H17zM17 4h4v9h-4z");

export class LevelfieldChat extends LitElement {
  static styles = styles;

  labels: Labels = LABELS;
  inline = false;
  private talk!: Talk;
  private menu = false;
  private tooLong = false;
  private unread = 0;
  private readonly phone = matchMedia(PHONE);
  private readonly darkness = matchMedia("(prefers-color-scheme: dark)");

  /** Begin to talk with the server below this address, as the attributes of the launcher say. */
  begin(base: URL, host: HTMLElement): void {
    this.inline = host.hasAttribute("inline");
    this.labels = labelsFrom(host.getAttribute("labels"));
    const theme = () => {
      const wanted = host.getAttribute("theme");
      this.toggleAttribute("dark", wanted ? wanted === "dark" : this.darkness.matches);
    };
    theme();
    this.darkness.addEventListener("change", theme);
    new MutationObserver(theme).observe(host, { attributeFilter: ["theme"] });
    this.phone.addEventListener("change", () => this.isOpen && this.show());
    visualViewport?.addEventListener("resize", this.fit);
    // A narrower line may cut off the hint, or what is written.
    visualViewport?.addEventListener("resize", () => this.isOpen && this.grow());
    visualViewport?.addEventListener("scroll", this.fit);
    this.talk = new Talk(base, (message) => this.changed(message));
    this.talk.start();
  }

  get isOpen(): boolean {
    return this.inline || Boolean(this.dialog?.matches(":modal, :popover-open"));
  }

  private get dialog(): HTMLDialogElement | null {
    return this.renderRoot.querySelector("dialog");
  }

  private get log(): HTMLElement {
    return this.renderRoot.querySelector("#log")!;
  }

  private get field(): HTMLTextAreaElement {
    return this.renderRoot.querySelector("textarea")!;
  }

  /** Open the panel: beside the page, or over all of it on a phone, where nothing behind it can be reached. */
  async show(focus = false): Promise<void> {
    this.hasUpdated || (await this.updateComplete);
    const { dialog } = this;
    if (!dialog) return;
    this.hide();
    const full = this.phone.matches;
    dialog.classList.toggle("full", full);
    // Both lie above the page whatever its styles are; only the first keeps people from what is behind.
    dialog.popover = full ? null : "manual";
    if (full) dialog.showModal();
    else dialog.showPopover();
    this.unread = 0;
    this.talk.setOpen(true);
    this.fit();
    this.grow();
    this.scrollOn();
    // The keyboard of a phone would cover what is to be read first.
    if (focus) (full ? this.log : this.field).focus({ preventScroll: true });
    this.tell();
  }

  close(): void {
    this.menu = false;
    this.hide();
    this.talk.setOpen(false);
    this.requestUpdate();
    this.tell();
    this.dispatchEvent(new CustomEvent("closed"));
  }

  private hide(): void {
    if (this.dialog?.open) this.dialog.close();
    else if (this.dialog?.matches(":popover-open")) this.dialog.hidePopover();
  }

  private tell(): void {
    this.dispatchEvent(new CustomEvent("unread", { detail: this.unread }));
  }

  private changed(message?: Message): void {
    if (message && !this.isOpen) {
      this.unread += 1;
      this.tell();
    }
    this.requestUpdate();
  }

  /** Keep the whole panel above the keyboard of a phone. */
  private fit = () => {
    const { dialog } = this;
    if (!dialog || !visualViewport) return;
    const full = dialog.classList.contains("full") && visualViewport.scale <= 1.01;
    dialog.style.height = full ? `${visualViewport.height}px` : "";
    dialog.style.top = full ? `${visualViewport.offsetTop}px` : "";
  };

  /** As high as what is written, or as the hint where its line is too short for it. */
  private grow(): void {
    const { field } = this;
    field.style.height = "auto"; // set through the DOM, which a strict style policy allows
    field.style.height = `${field.scrollHeight + 3}px`;
  }

  private typed(): void {
    this.grow();
    // Said of what stood there before.
    this.tooLong &&= this.field.value.trim().length > LONGEST;
    this.requestUpdate();
  }

  private lines = 0;

  protected firstUpdated(): void {
    if (this.inline) this.grow(); // otherwise nothing has a size before it is shown
  }

  protected updated(changed: PropertyValues): void {
    super.updated(changed);
    const count = this.talk.kept.entries.length;
    if (count !== this.lines) this.scrollOn();
    this.lines = count;
  }

  /** Down to the newest, but never past what the person wrote last: a long answer is read from its beginning. */
  private scrollOn(): void {
    const { log } = this;
    const own = [...log.querySelectorAll<HTMLElement>(".me")].at(-1);
    const bottom = log.scrollHeight - log.clientHeight;
    log.scrollTop = own ? Math.min(bottom, own.offsetTop - log.offsetTop - 8) : bottom;
  }

  private submit(event?: Event): void {
    event?.preventDefault();
    const text = this.field.value.trim();
    if (!text) return;
    this.tooLong = text.length > LONGEST;
    this.requestUpdate();
    if (this.tooLong) return;
    this.field.value = "";
    this.grow();
    this.talk.say(text);
  }

  private press(event: MouseEvent, payload: string, title: string): void {
    this.talk.say(payload, title);
    // By keyboard, the focus would be lost on a disabled button; by touch, focusing the field opens the keyboard.
    if (event.detail === 0) this.field.focus();
  }

  private keys(event: KeyboardEvent): void {
    if (event.key !== "Escape" || event.isComposing) return;
    if (this.menu) {
      this.menu = false;
      this.requestUpdate();
      this.renderRoot.querySelector<HTMLElement>(".menu > button")?.focus();
    } else if (!this.inline) {
      this.close();
    } else {
      return;
    }
    event.preventDefault();
    event.stopPropagation();
  }

  private download(): void {
    this.flip();
    const lines = this.talk.kept.entries.flatMap((entry) => {
      if (entry.from === "bot") return [`${this.labels.title}: ${entry.message.text}`];
      return entry.hidden ? [] : [`${this.labels.you}: ${entry.shown}`];
    });
    const link = document.createElement("a");
    link.href = URL.createObjectURL(new Blob([lines.join("\n\n")], { type: "text/plain" }));
    link.download = "levelfield.txt";
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
  }

  private clear(): void {
    this.flip();
    if (confirm(this.labels.clearAsk)) this.talk.reset();
  }

  private flip(): void {
    this.menu = !this.menu;
    this.requestUpdate();
  }

  protected render(): TemplateResult {
    const { inline } = this;
    const body = html`${this.header()}${this.lineList()}${this.status()}${this.footer()}`;
    return inline
      ? html`<section class="panel inline" aria-labelledby="title" @keydown=${this.keys}>${body}</section>`
      : html`<dialog class="panel" aria-labelledby="title" @keydown=${this.keys}
          @cancel=${(event: Event) => { event.preventDefault(); this.close(); }}>${body}</dialog>`;
  }

  private header(): TemplateResult {
    const { labels } = this;
    return html`<header>
      <div><h2 id="title">${labels.title}</h2><p>${labels.subtitle}</p></div>
      <div class="menu">
        <button class="icon" type="button" aria-label=${labels.more} title=${labels.more} aria-expanded=${this.menu} @click=${this.flip}>${MORE}</button>
        <div ?hidden=${!this.menu}>
          <button type="button" @click=${this.download}>${labels.download}</button>
          <button type="button" @click=${this.clear}>${labels.clear}</button>
        </div>
      </div>
      ${this.inline ? nothing : html`<button class="icon" type="button" aria-label=${labels.close} title=${labels.close} @click=${this.close}>${CLOSE}</button>`}
    </header>`;
  }

  private lineList(): TemplateResult {
    const entries = whole(this.talk.kept.entries);
    // What a person said after a question has answered it or gone on: only what follows is still open.
    const spoken = entries.findLastIndex((entry) => entry.from === "me");
    const key = (entry: Entry) => (entry.from === "bot" ? entry.message.number : entry.id);
    return html`<div id="log" role="log" aria-live="polite" aria-label=${this.labels.talk} tabindex="0">
      ${repeat(entries, key, (entry, place) => (entry.from === "bot" ? this.spoken(entry, place > spoken) : this.own(entry)))}
    </div>`;
  }

  private own(entry: Entry & { from: "me" }): TemplateResult | typeof nothing {
    if (entry.hidden) return nothing;
    const { labels } = this;
    const waiting = entry.state === "waiting" && this.talk.state !== "online";
    return html`<div class="turn me">
      <span class="unseen">${labels.you}:</span><div class="bubble">${entry.shown}</div>
      ${waiting ? html`<span class="state">${labels.waiting}</span>` : nothing}
      ${entry.state === "failed"
        ? html`<span class="state failed">${labels.failed}</span>
            <button type="button" @click=${() => this.talk.again(entry.id)}>${labels.again}</button>`
        : nothing}
    </div>`;
  }

  private spoken(entry: Entry & { from: "bot" }, open: boolean): TemplateResult {
    const { labels } = this, { message } = entry, { kind, data } = message.custom;
    const classes = `turn bot kind-${kind} ${data.error ? "error" : ""} ${WIDE.has(kind) ? "wide-bubble" : ""}`;
    // The answers to a question are closed once it is answered; the ways on from anything else stay.
    const closed = kind === "question" && !open;
    return html`<div class=${classes}>
      <span class="unseen">${labels.title}:</span>
      <div class="bubble">${view(message, labels)}</div>
      ${message.buttons?.length && !closed
        ? html`<div class="choices" role="group" aria-label=${labels.choices}>${message.buttons.map((button) => html`
            <button type="button" @click=${(event: MouseEvent) => this.press(event, button.payload, button.title)}>${button.title}</button>`)}</div>`
        : nothing}
      ${JUDGED.has(kind) ? this.thumbs(entry) : nothing}
    </div>`;
  }

  private thumbs(entry: Entry & { from: "bot" }): TemplateResult {
    const thumb = (helpful: boolean, label: string, picture: unknown) => html`<button class="icon" type="button" title=${label}
      aria-label=${label} aria-pressed=${entry.thumb === helpful} ?disabled=${entry.thumb === !helpful}
      @click=${() => entry.thumb === undefined && void this.talk.judge(entry, helpful)}>${picture}</button>`;
    return html`<div class="thumbs">${thumb(true, this.labels.helpful, UP)}${thumb(false, this.labels.unhelpful, DOWN)}</div>`;
  }

  private status(): TemplateResult {
    const { labels, talk } = this;
    const said = this.tooLong ? fill(labels.long, { most: LONGEST })
      : talk.state === "offline" ? labels.offline
      : talk.state === "connecting" ? labels.connecting
      : talk.typing ? html`${labels.typing}<i>.</i><i>.</i><i>.</i>` : nothing;
    return html`<p id="status" role="status">${said}</p>`;
  }

  private footer(): TemplateResult {
    const { labels } = this;
    const last = this.talk.kept.entries.findLast((entry) => entry.from === "bot");
    const { done, of } = last?.from === "bot" ? last.message.custom.data : {};
    return html`<footer>
      ${Number.isFinite(done) && of > 0 && done < of
        ? html`<div class="progress"><label for="bar">${fill(labels.answered, { done, of })}</label>
            <progress id="bar" max=${of} value=${done}></progress></div>`
        : nothing}
      <form @submit=${this.submit}>
        <label class="unseen" for="text">${labels.message}</label>
        <textarea id="text" rows="1" placeholder=${labels.write} autocomplete="off" enterkeyhint="send" @input=${this.typed}
          @keydown=${(event: KeyboardEvent) => {
            // While a word is being composed (Chinese, Japanese, ...), Enter belongs to the composition.
            if (event.key === "Enter" && !event.shiftKey && !event.isComposing) this.submit(event);
          }}></textarea>
        <button type="submit">${labels.send}</button>
      </form>
    </footer>`;
  }
}

customElements.define("levelfield-chat", LevelfieldChat);
