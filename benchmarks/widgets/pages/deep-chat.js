// deep-chat as its documentation has it for a service of one's own: `connect`, the two interceptors, and
// `htmlClassUtilities` for what a suggestion says besides its words. What was said is kept (`browserStorage`).
import "/peers/deep-chat/deepChat.bundle.js";

const chat = document.querySelector("deep-chat");
const SENDER = "deep-chat-sender";
const sender = localStorage.getItem(SENDER) ?? `deep-chat-${crypto.randomUUID()}`;
localStorage.setItem(SENDER, sender);
// A suggestion sends its words; the adviser is to get its token, as from the others.
const payloads = new Map();
const escaped = (text) => text.replace(/[&<>"]/g, (sign) => `&#${sign.charCodeAt(0)};`);
const button = ({ title, payload }) => {
  payloads.set(title, payload);
  return `<button class="deep-chat-button deep-chat-suggestion-button">${escaped(title)}</button>`;
};

chat.requestInterceptor = (details) => {
  const said = details.body.messages.at(-1).text;
  return { ...details, body: { sender, message: payloads.get(said) ?? said } };
};
chat.responseInterceptor = (messages) =>
  messages.flatMap(({ text, buttons = [] }) => [
    { text },
    // Not of the class "temporary": what is, is gone after a reload.
    ...(buttons.length ? [{ html: buttons.map(button).join("") }] : []),
  ]);
chat.browserStorage = true;
// As wide as the page lets it be, and as high as a window on a page.
chat.chatStyle = { width: "100%", maxWidth: "400px", height: "500px" };
chat.textInput = { placeholder: { text: "Your message" } };
chat.connect = { url: `${document.documentElement.dataset.bot}/webhooks/rest/webhook` };
