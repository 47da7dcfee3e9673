/** The shapes of the message contract, version 1 (`bot/model/message.schema.json`). */
export const KINDS = [
  "menu", "question", "noted", "answer", "unknown", "profile", "ranking", "strategy", "comparison", "plan", "progress",
  "handoff", "notice",
] as const;

export interface Button { title: string; payload: string }

export interface Message {
  number: number;
  text: string;
  buttons?: Button[];
  // eslint-disable-next-line @typescript-eslint/no-explicit-any -- data may grow; each view looks for what it knows
  custom: { kind: string; about: string[]; sources: string[]; data: Record<string, any> };
}

/** One line of the talk: what the adviser said, or what the person said and how far it got. */
export type Entry =
  | { from: "bot"; message: Message; thumb?: boolean }
  | { from: "me"; id: string; text: string; shown: string; state: "waiting" | "sent" | "failed"; hidden?: boolean };

/** Messages that came in parts, made whole again: the data of the first, the buttons of the last. */
export function whole(entries: Entry[]): Entry[] {
  const found: Entry[] = [];
  for (const entry of entries) {
    const last = found.at(-1);
    const part = entry.from === "bot" ? entry.message.custom.data.part : undefined;
    if (entry.from === "bot" && last?.from === "bot" && part > 1 && last.message.custom.kind === entry.message.custom.kind) {
      const { text, buttons } = entry.message;
      last.message = { ...last.message, text: `${last.message.text}\n\n${text}`, ...(buttons && { buttons }) };
    } else {
      found.push({ ...entry });
    }
  }
  return found;
}
