// chat-widget with a `sender-id` that stays, so that the bot knows who comes back; without one each reload is a new person.
const widget = document.createElement("rasa-chatbot-widget");
const SENDER = "chat-widget-sender";
const sender = localStorage.getItem(SENDER) ?? `chat-widget-${crypto.randomUUID()}`;
localStorage.setItem(SENDER, sender);
widget.setAttribute("server-url", document.documentElement.dataset.relay);
widget.setAttribute("sender-id", sender);
widget.setAttribute("widget-title", "Adviser");
document.querySelector("aside").append(widget);
