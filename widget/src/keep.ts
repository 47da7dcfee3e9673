/** What a browser keeps of the talk: who it is, its session, and the last day's lines, for reloads and other tabs. */
import type { Entry } from "./message";

export interface Kept { browser: string; session?: string; signature?: string; last: number; at: number; open: boolean; entries: Entry[] }

// As long as the server keeps what a page missed.
const KEPT_MS = 24 * 3600 * 1000;
// A long interview with all its explanations has about 120 lines.
const MOST_ENTRIES = 200;

const random = () => {
  const bytes = crypto.getRandomValues(new Uint8Array(18));
  return btoa(String.fromCharCode(...bytes)).replace(/\+/g, "-").replace(/\//g, "_");
};

/** An id for a message. `crypto.randomUUID` is missing on pages without https. */
export const newId = () => random().replace(/_/g, "-").replace(/^-|-$/g, "0");

export class Keeper {
  private readonly key: string;
  private readonly changed: (kept: Kept | null) => void;

  /** `changed` hears what another tab has kept, or that it has begun anew. */
  constructor(server: string, changed: (kept: Kept | null) => void) {
    this.key = `levelfield ${server}`;
    this.changed = changed;
    addEventListener("storage", this.heard);
  }

  private heard = (event: StorageEvent) => {
    if (event.key === this.key || event.key === null) this.changed(event.key && event.newValue ? this.read() : null);
  };

  stop(): void {
    removeEventListener("storage", this.heard);
  }

  /** What is kept; a browser that keeps nothing (private windows, blocked storage) begins anew. */
  read(): Kept {
    const fresh: Kept = { browser: random(), last: 0, at: Date.now(), open: false, entries: [] };
    try {
      const kept = JSON.parse(localStorage.getItem(this.key) ?? "null") as Kept | null;
      if (!kept || typeof kept.browser !== "string" || !Array.isArray(kept.entries)) return fresh;
      // Others use this computer too: the session finds the case again, the lines are gone.
      return Date.now() - kept.at > KEPT_MS ? { ...kept, entries: [], open: false } : kept;
    } catch {
      return fresh;
    }
  }

  write(kept: Kept): void {
    const entries = kept.entries.slice(-MOST_ENTRIES);
    try {
      // The picture is drawn anew from its numbers.
      const text = JSON.stringify({ ...kept, at: Date.now(), entries }, (name, value) => (name === "image" ? undefined : value));
      localStorage.setItem(this.key, text);
    } catch {
      // Then it lives as long as the page.
    }
  }
}
