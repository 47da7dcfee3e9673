/** The adviser's Markdown as templates. No HTML is ever made from text, so there is nothing to sanitise: raw HTML is shown
 *  as the text that it is, and pictures are not loaded. */
import { html, nothing, type TemplateResult } from "lit";
import { Lexer, type Token, type Tokens } from "marked";

type Shown = TemplateResult | string | typeof nothing;
const SAFE_LINK = /^(?:https?:|mailto:)/i;
const ENTITIES: Record<string, string> = { amp: "&", lt: "<", gt: ">", quot: '"', "#39": "'" };

/** A text as blocks. */
export function markdown(text: string): Shown[] {
  return new Lexer({ gfm: true, breaks: true }).lex(text).map(block);
}

function block(token: Token): Shown {
  switch (token.type) {
    case "space":
    case "def":
      return nothing;
    case "paragraph":
    case "heading":
      return html`<p class=${token.type}>${inline((token as Tokens.Paragraph).tokens)}</p>`;
    case "list": {
      const list = token as Tokens.List;
      const items = list.items.map((item) => html`<li>${item.tokens.map(block)}</li>`);
      return list.ordered ? html`<ol start=${Number(list.start) || 1}>${items}</ol>` : html`<ul>${items}</ul>`;
    }
    case "blockquote":
      return html`<blockquote>${(token as Tokens.Blockquote).tokens.map(block)}</blockquote>`;
    case "code":
      return html`<pre>${(token as Tokens.Code).text}</pre>`;
    case "text":
      return html`${inline((token as Tokens.Text).tokens ?? [token])}`;
    default:
      return html`<p>${token.raw.trim()}</p>`;
  }
}

function inline(tokens: Token[]): Shown[] {
  return tokens.map((token) => {
    switch (token.type) {
      case "strong":
        return html`<strong>${inline((token as Tokens.Strong).tokens)}</strong>`;
      case "em":
        return html`<em>${inline((token as Tokens.Em).tokens)}</em>`;
      case "codespan":
        return html`<code>${(token as Tokens.Codespan).text}</code>`;
      case "br":
        return html`<br />`;
      case "link": {
        const link = token as Tokens.Link;
        if (!SAFE_LINK.test(link.href)) return link.raw;
        return html`<a href=${link.href} target="_blank" rel="noopener noreferrer nofollow">${inline(link.tokens)}</a>`;
      }
      case "escape":
      case "text":
        return plain((token as Tokens.Text).text);
      default:
        return token.raw;
    }
  });
}

/** Text without the five entities that a writer of Markdown may use. */
function plain(text: string): string {
  return text.replace(/&(amp|lt|gt|quot|#39);/g, (_, name: string) => ENTITIES[name] ?? "");
}
