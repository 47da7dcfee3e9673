/** The talk with the server: one socket, a queue of what is not yet sent, and the lines so far. Knows nothing of pages. */
import { io, type Socket } from "socket.io-client";
import { Keeper, newId, type Kept } from "./keep";
import type { Entry, Message } from "./message";

interface Answer { ok: boolean; error?: string; again?: boolean; text?: string; session?: string; signature?: string; messages?: Message[]; typing?: boolean }

// The server gives a turn about ten seconds at worst; on a bad line the answer needs some more.
const PATIENCE_MS = 30_000;
const PAUSE_MS = 1_500;
const GREETING = "hello";

export class Talk {
  kept: Kept;
  state: "connecting" | "online" | "offline" = "connecting";
  typing = false;
  private readonly keeper: Keeper;
  private readonly socket: Socket;
  private flushing = false;
  private greeted = false;

  /** `changed` is called whenever something is to be shown anew, with the message that came in, if one did. */
  constructor(base: URL, private readonly changed: (message?: Message) => void) {
    this.keeper = new Keeper(base.href, this.otherTab);
    this.kept = this.keeper.read();
    this.socket = io(base.origin, {
      path: `${base.pathname}socket`,
      // One connection instead of several requests, so that it may go to any of several servers.
      transports: ["websocket", "polling"],
      tryAllTransports: true,
      withCredentials: false,
      reconnectionDelay: 500,
      reconnectionDelayMax: 3_000,
      auth: (send) => send({ browser: this.kept.browser, session: this.kept.session, signature: this.kept.signature }),
      autoConnect: false,
    });
    this.socket.on("connect", () => void this.begin());
    this.socket.on("disconnect", () => this.set("offline"));
    this.socket.on("connect_error", (error) => {
      if (error.message === "session") this.reset();
      else this.set("offline");
    });
    this.socket.on("message", (message: Message) => this.take(message, true));
    this.socket.on("heard", ({ id, text }: { id: string; text: string }) => {
      const own = this.find(id);
      if (own) own.state = "sent";
      else this.add({ from: "me", id, text, shown: text, state: "sent", hidden: text === GREETING });
      this.changed();
    });
    this.socket.on("typing", ({ on }: { on: boolean }) => {
      this.typing = on;
      this.changed();
    });
    addEventListener("online", this.hurry);
  }

  start(): void {
    this.socket.connect();
  }

  stop(): void {
    removeEventListener("online", this.hurry);
    this.keeper.stop();
    this.socket.disconnect();
  }

  /** Say something; while there is no connection it waits. */
  say(text: string, shown = text, hidden = false): void {
    this.add({ from: "me", id: newId(), text, shown, state: "waiting", hidden });
    void this.flush();
  }

  /** Send once more what failed. */
  again(id: string): void {
    const entry = this.find(id);
    if (entry) entry.state = "waiting";
    this.changed();
    void this.flush();
  }

  /** A thumb for a message. */
  async judge(entry: Entry & { from: "bot" }, helpful: boolean): Promise<void> {
    const own = this.kept.entries.find((one) => one.from === "bot" && one.message.number === entry.message.number);
    if (own?.from === "bot") own.thumb = helpful;
    this.save();
    if (this.state === "online") this.socket.emit("feedback", { number: entry.message.number, helpful }, () => {});
  }

  /** Begin anew: another session, no lines. */
  reset(): void {
    this.kept = { browser: this.kept.browser, last: 0, at: Date.now(), open: this.kept.open, entries: [] };
    this.greeted = this.typing = false;
    this.save();
    this.socket.disconnect().connect();
  }

  setOpen(open: boolean): void {
    this.kept.open = open;
    this.keeper.write(this.kept);
  }

  private hurry = () => {
    if (!this.socket.connected) this.socket.disconnect().connect();
  };

  private async begin(): Promise<void> {
    try {
      const answer = await this.ask("begin", { last: this.kept.last });
      if (!answer.ok) return void setTimeout(this.hurry, PAUSE_MS);
      Object.assign(this.kept, { session: answer.session, signature: answer.signature });
      this.typing = Boolean(answer.typing);
      for (const message of answer.messages ?? []) this.take(message, false);
      this.set("online");
      this.save();
    } catch {
      return; // the connection went away again; it comes back by itself
    }
    if (!this.kept.entries.length && !this.greeted) {
      this.greeted = true;
      this.say(GREETING, GREETING, true);
    }
    void this.flush();
  }

  private ask(event: string, what: object): Promise<Answer> {
    return this.socket.timeout(PATIENCE_MS).emitWithAck(event, what) as Promise<Answer>;
  }

  /** Send what waits, one after the other: the adviser answers in that order. */
  private async flush(): Promise<void> {
    if (this.flushing) return;
    this.flushing = true;
    try {
      for (let next = this.next(); next && this.state === "online"; next = this.next()) {
        const answer = await this.ask("say", { id: next.id, text: next.text, shown: next.shown });
        // Another server, or this one before it fell over, may still be at it.
        if (answer.error === "busy" || answer.error === "too_many") await new Promise((done) => setTimeout(done, PAUSE_MS));
        else next.state = answer.ok ? "sent" : "failed";
        this.save();
      }
    } catch {
      // Nobody said that it came in: it goes again, under the same id, with the next connection.
      if (this.socket.connected) setTimeout(() => void this.flush(), PAUSE_MS);
    } finally {
      this.flushing = false;
      this.changed();
    }
  }

  private next() {
    return this.kept.entries.find((entry): entry is Entry & { from: "me" } => entry.from === "me" && entry.state === "waiting");
  }

  private find(id: string) {
    return this.kept.entries.find((entry): entry is Entry & { from: "me" } => entry.from === "me" && entry.id === id);
  }

  private take(message: Message, tell: boolean): void {
    const { entries } = this.kept;
    const number = (entry: Entry) => (entry.from === "bot" ? entry.message.number : 0);
    if (!message?.custom?.data || entries.some((entry) => number(entry) === message.number)) return;
    // By number, should two have overtaken each other.
    const later = entries.findIndex((entry) => number(entry) > message.number);
    entries.splice(later < 0 ? entries.length : later, 0, { from: "bot", message });
    this.kept.last = Math.max(this.kept.last, message.number);
    // What was deleted there is not to be read here.
    if (message.custom.data.deleted) this.kept.entries = [{ from: "bot", message }];
    this.save(tell ? message : undefined);
  }

  private add(entry: Entry): void {
    this.kept.entries.push(entry);
    this.save();
  }

  private set(state: Talk["state"]): void {
    this.state = state;
    if (state === "offline") this.typing = false;
    this.changed();
  }

  private save(message?: Message): void {
    this.keeper.write(this.kept);
    this.changed(message);
  }

  private otherTab = (kept: Kept | null) => {
    if (!kept) return;
    if (kept.session !== this.kept.session) {
      // The other tab has begun anew, and this one goes with it, as soon as there is a session to share.
      this.kept = { ...kept, open: this.kept.open };
      this.greeted = true;
      this.socket.disconnect();
      if (kept.session) this.socket.connect();
      return this.changed();
    }
    // What it heard while this tab slept, and what was said there.
    for (const entry of kept.entries) {
      if (entry.from === "bot") {
        this.take(entry.message, false);
        continue;
      }
      const own = this.find(entry.id);
      if (!own) this.kept.entries.push(entry);
      else if (entry.state === "sent") own.state = "sent";
    }
    this.changed();
  };
}
