/** Every word of the widget itself. An operator gives others with the attribute `labels`, as JSON. */
export const LABELS = {
  open: "Ask the adviser",
  title: "Levelfield",
  subtitle: "An adviser for small firms",
  close: "Close the adviser",
  more: "More",
  download: "Download this talk",
  clear: "Begin a new talk",
  clearAsk: "Begin a new talk? To come back to this one you will need its code.",
  talk: "Talk with the adviser",
  you: "You",
  write: "Write in your own words",
  message: "Your message",
  send: "Send",
  choices: "Choices",
  typing: "Levelfield is writing",
  connecting: "Connecting …",
  offline: "No connection. What you write is kept and sent when it is back.",
  waiting: "Waits for the connection",
  failed: "Not sent.",
  again: "Send it again",
  answered: "{done} of {of} answered",
  unread: "{count} unread",
  helpful: "This helps",
  unhelpful: "This doesn't help",
  radar: "Your profile as a picture. {values}",
  figures: "The same as a table",
  dimension: "Where",
  severity: "How tilted (0 to 100)",
  certainty: "How sure",
  open_value: "not looked at yet",
  reasons: "Scores and reasons",
  score: "Score",
  strategy: "What",
  because: "Because",
  effort: "Effort",
  cost: "Cost",
  of5: "{value} of 5",
  now: "Now",
  next: "Next",
  later: "Later",
  due: "by {date}",
  measure: "It works when:",
  whole: "The plan in words",
  page: "Open the plan page",
  then: "Then",
  today: "Now",
  long: "That is too long: at most {most} characters. Please send the main part.",
};

export type Labels = typeof LABELS;

/** The labels with an operator's own over them; what is no label or no text is passed over. */
export function labelsFrom(json: string | null): Labels {
  const labels: Record<string, string> = { ...LABELS };
  try {
    for (const [name, text] of Object.entries(JSON.parse(json ?? "{}"))) {
      if (name in labels && typeof text === "string") labels[name] = text;
    }
  } catch {
    console.warn("levelfield: the attribute labels is not JSON");
  }
  return labels as Labels;
}

/** A label with its blanks filled in. */
export function fill(label: string, values: Record<string, string | number>): string {
  return label.replace(/\{(\w+)\}/g, (blank, name: string) => String(values[name] ?? blank));
}
