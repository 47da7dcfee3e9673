// The talk on the page: sends what a person writes to the REST door, shows what comes back.
// Every text goes into the page as a text node, never as HTML.

const WEBHOOK = "webhooks/rest/webhook"; // relative, so that the page also works below a path of a reverse proxy
const GREETING = "hello"; // opens a new conversation, so that the adviser says itself what it is and what it can do
const PATIENCE = 60_000; // ms; as long as the server holds a turn
const KEPT_TURNS = 200;

const log = document.getElementById("log");
const typing = document.getElementById("typing");
const form = document.getElementById("form");
const text = document.getElementById("text");
const send = form.querySelector("button");
const afresh = document.getElementById("afresh");
const progress = document.getElementById("progress");

// The id is the key to a person's case on this device, so it must not be guessable. The shown turns live only as long
// as the tab, since a shop's computer has many users. A browser that keeps nothing still gets a conversation.
const store = (area, fallback = new Map()) => ({
  get(key) { try { return area().getItem(key); } catch { return fallback.get(key) ?? null; } },
  set(key, value) { try { area().setItem(key, value); } catch { fallback.set(key, value); } },
});
const device = store(() => localStorage);
const tab = store(() => sessionStorage);

function newSender() {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  const id = "web-" + [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  device.set("levelfield.sender", id);
  return id;
}

let sender = device.get("levelfield.sender") || newSender();
let turns = [];
let busy = false;

// --- what a message looks like ---------------------------------------------------------------------------------

function element(name, properties = {}, children = []) {
  const node = Object.assign(document.createElement(name), properties);
  node.append(...children);
  return node;
}

function inline(line) {
  return line.split(/\*\*(.+?)\*\*/).map((part, index) => (index % 2 ? element("strong", {}, [part]) : part));
}

const BULLET = /^\s*[-*•]\s+/;
const NUMBER = /^\s*(\d+)[.)]\s+/;

function block(lines) {
  if (BULLET.test(lines[0])) {
    return element("ul", {}, lines.map((line) => element("li", {}, inline(line.replace(BULLET, "")))));
  }
  if (NUMBER.test(lines[0])) {
    const list = element("ol", {}, lines.map((line) => element("li", {}, inline(line.replace(NUMBER, "")))));
    list.start = Number(lines[0].match(NUMBER)[1]);
    return list;
  }
  return element("p", {}, lines.flatMap((line, index) => (index ? [element("br"), ...inline(line)] : inline(line))));
}

const kindOf = (line) => (BULLET.test(line) ? "bullet" : NUMBER.test(line) ? "number" : "text");

function markdown(source) {
  const blocks = [];
  for (const paragraph of source.split(/\n\s*\n/)) {
    let lines = [];
    for (const line of paragraph.split("\n").filter((one) => one.trim())) {
      if (lines.length && kindOf(line) !== kindOf(lines[0])) {
        blocks.push(block(lines));
        lines = [];
      }
      lines.push(line);
    }
    if (lines.length) blocks.push(block(lines));
  }
  return blocks;
}

// A question lists its options in the text, for those who have only text; here they are the buttons below it.
function withoutOptions(message) {
  const labels = new Set((message.custom?.data?.options ?? []).map((option) => option.label ?? option));
  if (!message.buttons?.length || !labels.size) return message.text;
  return message.text.split("\n").filter((line) => !labels.has(line.replace(/^\w\)\s+/, ""))).join("\n");
}

function choices(message) {
  const isQuestion = message.custom?.kind === "question";
  const buttons = message.buttons.map((button) => {
    const node = element("button", { type: "button", textContent: button.title });
    node.addEventListener("click", (event) => {
      if (busy) return;
      node.setAttribute("aria-pressed", "true");
      say(button.payload, button.title);
      // By keyboard, the focus would be lost on a disabled button; by touch, focusing the field opens the keyboard.
      if (event.detail === 0) text.focus();
    });
    return node;
  });
  const group = element("div", { className: isQuestion ? "choices question" : "choices" }, buttons);
  group.setAttribute("role", "group");
  group.setAttribute("aria-label", "Choices");
  return group;
}

function show(turn) {
  const own = turn.from === "person";
  const bubble = element("div", { className: "bubble" }, own ? [turn.text] : markdown(withoutOptions(turn)));
  const node = element("div", { className: `turn ${own ? "own" : "bot"} ${turn.failed ? "error" : ""}` }, [
    element("span", { className: "unseen", textContent: own ? "You:" : "Levelfield:" }),
    bubble,
  ]);
  const picture = turn.custom?.data?.image;
  if (picture?.startsWith("data:image/svg+xml")) {
    // What it shows stands in the text above it.
    bubble.append(element("img", { src: picture, alt: "Your profile as a radar", className: "picture" }));
  }
  if (turn.buttons?.length) node.append(choices(turn));
  log.append(node);
  showProgress(turn.custom?.data);
  scrollOn();
}

// Down to the newest, but never past what the person wrote last: a long answer is read from its beginning.
function scrollOn() {
  const lastOwn = [...log.querySelectorAll(".own")].at(-1);
  const bottom = log.scrollHeight - log.clientHeight;
  log.scrollTop = lastOwn ? Math.min(bottom, lastOwn.offsetTop - 8) : bottom;
}

function showProgress(data) {
  const { done, of } = data ?? {};
  if (!Number.isFinite(done) || !Number.isFinite(of) || of <= 0) return;
  progress.hidden = done >= of;
  progress.querySelector("label").textContent = `${done} of ${of} answered`;
  Object.assign(progress.querySelector("progress"), { max: of, value: done });
}

function keep(turn) {
  turns = [...turns, turn].slice(-KEPT_TURNS);
  tab.set("levelfield.turns", JSON.stringify({ sender, turns }));
  show(turn);
}

// --- talking ---------------------------------------------------------------------------------------------------

function setBusy(now) {
  busy = now;
  send.disabled = now;
  log.setAttribute("aria-busy", String(now));
  typing.replaceChildren(...(now ? ["Levelfield is writing", ...[1, 2, 3].map(() => element("span", {}, ["."]))] : []));
}

function closeQuestions() {
  for (const button of log.querySelectorAll(".question button")) button.disabled = true;
}

async function ask(message) {
  const response = await fetch(WEBHOOK, {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify({ sender, message }),
    signal: AbortSignal.timeout(PATIENCE),
  });
  const body = await response.json();
  if (!response.ok) throw Object.assign(new Error(), { spoken: `${body.error} ${body.hint}` });
  return body;
}

async function say(message, shown = message) {
  if (busy) return;
  if (shown) keep({ from: "person", text: shown });
  setBusy(true);
  const open = [...log.querySelectorAll(".question button:not(:disabled)")];
  closeQuestions();
  try {
    for (const reply of await ask(message)) keep({ from: "bot", ...reply });
  } catch (error) {
    for (const button of open) Object.assign(button, { disabled: false, ariaPressed: null });
    // What was written is not lost: it stands in the field again, ready to be sent once more.
    if (shown === message && !text.value) text.value = message;
    const spoken = error.spoken ?? "I can't reach the adviser just now. Please check the connection and send it again.";
    show({ from: "bot", text: spoken, failed: true });
  } finally {
    setBusy(false);
    fit();
  }
}

function submit() {
  const message = text.value.trim();
  if (busy || !message) return;
  text.value = "";
  fit();
  say(message);
}

function fit() {
  text.style.height = "auto"; // set through the DOM, which a strict style policy allows
  text.style.height = `${text.scrollHeight + 3}px`;
}

form.addEventListener("submit", (event) => { event.preventDefault(); submit(); });
text.addEventListener("input", fit);
text.addEventListener("keydown", (event) => {
  // While a word is being composed (Chinese, Japanese, ...), Enter belongs to the composition.
  if (event.key === "Enter" && !event.shiftKey && !event.isComposing) { event.preventDefault(); submit(); }
});
afresh.addEventListener("click", () => {
  if (busy || !confirm("Begin a new conversation? To come back to this one you will need its code.")) return;
  sender = newSender();
  turns = [];
  log.replaceChildren();
  progress.hidden = true;
  tab.set("levelfield.turns", "");
  say(GREETING, "");
});

// --- start -----------------------------------------------------------------------------------------------------

function kept() {
  try {
    const saved = JSON.parse(tab.get("levelfield.turns"));
    return saved?.sender === sender ? saved.turns : [];
  } catch {
    return [];
  }
}

afresh.hidden = false;
turns = kept();
turns.forEach((turn, index) => {
  show(turn);
  // Whatever follows a question has answered it or gone on; only the last one is still open.
  if (index < turns.length - 1 && turns[index + 1].from === "person") closeQuestions();
});
if (!turns.length) say(GREETING, "");
new ResizeObserver(scrollOn).observe(log); // the keyboard of a phone, or a turned screen
text.focus({ preventScroll: true });
