// What a page shows, however deep in shadow trees; run before anything else of the page, and the same for each widget.
(() => {
  const SILENT = new Set(["script", "style", "template", "noscript"]);
  const sockets = [];
  const look = { violations: [], moving: new Set() };
  globalThis.look = look;

  addEventListener("securitypolicyviolation", (event) => look.violations.push(`${event.effectiveDirective} ${event.blockedURI}`));

  // A line that breaks, as in a tunnel: a browser that is set offline keeps the sockets it has.
  globalThis.WebSocket = class extends WebSocket {
    constructor(...given) {
      super(...given);
      sockets.push(this);
    }
  };
  look.breakLine = () => sockets.splice(0).forEach((socket) => socket.close());

  const children = (node) => {
    if (node.localName === "slot" && node.assignedNodes().length) return node.assignedNodes();
    return [...(node.shadowRoot ?? node).childNodes];
  };
  function* elements(node) {
    for (const child of children(node)) {
      if (child.nodeType !== Node.ELEMENT_NODE) continue;
      yield child;
      yield* elements(child);
    }
  }
  const seen = (node) =>
    getComputedStyle(node).display === "contents" || node.checkVisibility({ opacityProperty: true, visibilityProperty: true });
  const shown = (node) => {
    if (node.nodeType === Node.TEXT_NODE) return node.data.replace(/\s+/g, " ");
    if (node.nodeType !== Node.ELEMENT_NODE || SILENT.has(node.localName) || !seen(node)) return "";
    if (node.localName === "br") return "\n";
    const named = node.getAttribute("role") === "img" || node.localName === "img";
    const name = named ? ` ${node.getAttribute("aria-label") ?? node.getAttribute("alt") ?? ""} ` : "";
    const inner = name + children(node).map(shown).join("");
    return /^(inline|contents)$/.test(getComputedStyle(node).display) ? inner : `\n${inner}\n`;
  };
  const host = (selector) => document.querySelector(selector);

  /** Everything that can be read, line by line. */
  look.shown = (selector) => (host(selector) ? shown(host(selector)) : "");

  /** Open what is folded away. */
  look.unfold = (selector) => {
    for (const node of elements(host(selector))) if (node.localName === "details") node.open = true;
  };

  /** How many of each kind of element can be seen. */
  look.kinds = (selector) => {
    const found = {};
    for (const node of elements(host(selector))) {
      // A picture that says nothing is an ornament.
      const kind = node.getAttribute("role") === "img" && node.getAttribute("aria-label") ? "picture" : node.localName;
      if (seen(node)) found[kind] = (found[kind] ?? 0) + 1;
    }
    return found;
  };

  /** Where its links lead. */
  look.links = (selector) => [...elements(host(selector))].filter((node) => node.localName === "a").map((node) => node.getAttribute("href") ?? "");

  /** Everything that a screen reader announces by itself. */
  look.announced = (selector) => {
    const live = (node) =>
      (node.getAttribute("aria-live") ?? (/^(log|status|alert)$/.test(node.getAttribute("role") ?? "") ? "polite" : "off")) !== "off";
    return [...elements(host(selector))].filter(live).map(shown).join("\n");
  };

  /** The element that has the focus: what stands on it, and whether something can be written there. */
  look.focus = (selector) => {
    let found = document.activeElement;
    while (found?.shadowRoot?.activeElement) found = found.shadowRoot.activeElement;
    const holds = (node) => {
      for (; node; node = node.parentNode ?? node.host) if (node === host(selector)) return true;
      return false;
    };
    return {
      text: found ? (shown(found).trim() || found.getAttribute("aria-label") || "").replace(/\s+/g, " ").trim() : "",
      button: found?.localName === "button" || found?.getAttribute("role") === "button",
      field: Boolean(found?.matches("input, textarea") || found?.isContentEditable),
      inside: holds(found),
      seen: Boolean(found && seen(found)),
    };
  };

  /** What is cut off or sticks out: the page, and each visible element that ends beyond the window and scrolls with nothing. */
  look.tooWide = (selector) => {
    const root = document.documentElement, found = [];
    if (root.scrollWidth > root.clientWidth) found.push(`page ${root.scrollWidth} > ${root.clientWidth}`);
    const visit = (node, scrolled) => {
      for (const child of children(node)) {
        if (child.nodeType !== Node.ELEMENT_NODE || !seen(child)) continue;
        const box = child.getBoundingClientRect();
        const out = box.width > 1 && box.height > 1 && (box.right > innerWidth + 1 || box.left < -1);
        if (out && !scrolled) found.push(`${child.localName}.${child.className?.baseVal ?? child.className}`);
        visit(child, scrolled || /auto|scroll/.test(getComputedStyle(child).overflowX));
      }
    };
    if (host(selector)) visit(host(selector), false);
    return found;
  };

  /** From now on, note each animation and transition that moves something for longer than an eye's blink. */
  look.watchMoves = (selector) => {
    const names = new WeakMap();
    let next = 0;
    const watch = () => {
      const roots = [document];
      if (host(selector)?.shadowRoot) roots.push(host(selector).shadowRoot);
      if (host(selector)) for (const node of elements(host(selector))) if (node.shadowRoot) roots.push(node.shadowRoot);
      for (const move of roots.flatMap((root) => root.getAnimations())) {
        const { target } = move.effect ?? {};
        if (!target || move.effect.getComputedTiming().endTime < 50) continue;
        if (!names.has(target)) names.set(target, `${target.localName}.${target.className?.baseVal ?? target.className} ${next++}`);
        look.moving.add(`${names.get(target)} ${move.animationName ?? move.transitionProperty}`);
      }
      requestAnimationFrame(watch);
    };
    watch();
  };
  look.moves = () => [...look.moving];
})();
