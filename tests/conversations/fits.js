/** What is cut off, sticks out or lies over something else, on the page and in every shadow root below it.
 *
 *  Returns sentences for people, none where all is well. Lengths are CSS pixels. */
() => {
  // Letters and borders are laid out at fractions of a pixel.
  const SLACK = 1.5;
  // Boxes of letters are higher than the letters: lines that are set close may touch by this part of their height.
  const TOUCH = 0.25;
  // Four lines of 24 px: with less of the talk in sight nobody follows it.
  const LEAST_TALK = 96;
  // Letters that are smaller are not read on a phone.
  const LEAST_LETTERS = 10;
  // What has no room for a word of so many letters has too little room; longer ones and addresses may be broken.
  const WORD = /(?<!\S)\S{2,14}(?!\S)/gu;
  const CONTROLS = "button, textarea, input, summary, meter, progress, a.page, svg[role=img]";
  const found = new Set();

  const up = (node) => node.assignedSlot ?? node.parentElement ?? node.getRootNode().host ?? null;
  const style = (node) => getComputedStyle(node);
  const name = (node) => {
    const { id, localName } = node;
    const classes = [...node.classList].map((one) => `.${one}`).join("");
    return `${localName}${id ? `#${id}` : ""}${classes}`;
  };
  function* elements(root) {
    for (const node of root.querySelectorAll("*")) {
      yield node;
      if (node.shadowRoot) yield* elements(node.shadowRoot);
    }
  }
  function* above(node) {
    for (let one = node; one; one = up(one)) yield one;
  }
  // Only for screen readers, or not shown at all (closed details, hidden menus, a closed dialog).
  const seen = (node) =>
    node.checkVisibility({ opacityProperty: true, visibilityProperty: true }) &&
    ![...above(node)].some((one) => one.classList.contains("unseen"));
  const scrolls = (node) => /auto|scroll/.test(style(node).overflowY);
  const floats = (node) => /absolute|fixed|sticky/.test(style(node).position) || node.matches("dialog");
  // In a picture, letters grow and shrink with it.
  const letters = (node) => parseFloat(style(node).fontSize) * (node.ownerSVGElement ? node.getScreenCTM().a : 1);

  const things = [];
  for (const node of elements(document)) {
    if (node.closest("head") || /^(script|style|noscript|option)$/.test(node.localName) || !seen(node)) continue;
    if (node.matches(CONTROLS)) things.push({ node, rect: node.getBoundingClientRect(), what: name(node) });
    const own = [...node.childNodes].filter((one) => one.nodeType === Node.TEXT_NODE && one.data.trim());
    for (const text of own) {
      const range = document.createRange();
      range.selectNodeContents(text);
      for (const rect of range.getClientRects()) {
        if (rect.width && rect.height) things.push({ node, rect, what: `"${text.data.trim().slice(0, 30)}"`, text: true });
      }
    }
    if (own.length && letters(node) < LEAST_LETTERS) found.add(`${name(node)} has letters of ${letters(node).toFixed(1)}`);
    for (const text of own) {
      for (const { 0: word, index } of text.data.matchAll(WORD)) {
        // At a hyphen it may be.
        for (const part of word.matchAll(/[\p{L}\p{N}]{2,}/gu)) {
          const range = document.createRange();
          range.setStart(text, index + part.index);
          range.setEnd(text, index + part.index + part[0].length);
          const [first, ...rest] = range.getClientRects();
          if (rest.some((rect) => rect.top >= first.bottom - SLACK)) found.add(`"${part[0]}" is broken in ${name(node)}`);
        }
      }
    }
    // Boxes whose content is larger than they are. `clientWidth` of what flows in a line is 0.
    if (own.length && node.clientWidth && node.scrollWidth > node.clientWidth + SLACK) {
      found.add(`${name(node)} is ${node.clientWidth} wide, its text ${node.scrollWidth}`);
    }
    if (node.matches("textarea") && !node.value && node.scrollHeight > node.clientHeight + SLACK) {
      found.add(`${name(node)} cuts its hint off`);
    }
    if (node.id === "log" && node.clientHeight < LEAST_TALK) found.add(`only ${node.clientHeight} of the talk are in sight`);
  }

  for (const { node, rect, what } of things) {
    let held = true;
    // From the box around it outwards, as far as something may be moved or lies above the rest.
    for (const box of above(node)) {
      const { left, right, top, bottom } = box.getBoundingClientRect();
      const { overflowX, overflowY } = style(box);
      const outer = box !== node || !node.matches(CONTROLS);
      if (outer && box !== document.documentElement && box !== document.body) {
        if (overflowX !== "visible" && (rect.left < left - SLACK || rect.right > right + SLACK)) {
          found.add(`${what} is cut off at the side of ${name(box)}`);
        }
        if (held && /hidden|clip/.test(overflowY) && (rect.top < top - SLACK || rect.bottom > bottom + SLACK)) {
          found.add(`${what} is cut off above or below by ${name(box)}`);
        }
      }
      if (scrolls(box)) held = false;
      if (style(box).position === "fixed" && held && (rect.top < -SLACK || rect.bottom > innerHeight + SLACK)) {
        found.add(`${what} is above or below the screen`);
      }
      if (style(box).position === "fixed") break;
    }
    if (rect.left < -SLACK || rect.right > document.documentElement.clientWidth + SLACK) {
      found.add(`${what} sticks out of the screen`);
    }
  }

  // What floats, and what is moved, is meant to lie over the rest, so only its own things are compared.
  const groups = new Map();
  for (const thing of things) {
    const ground = [...above(thing.node)].find((one) => one !== thing.node && (floats(one) || scrolls(one)));
    groups.set(ground, [...(groups.get(ground) ?? []), thing]);
  }
  const inside = (outer, inner) => [...above(inner)].includes(outer);
  for (const group of groups.values()) {
    group.sort((one, other) => one.rect.top - other.rect.top);
    group.forEach((one, place) => {
      for (const other of group.slice(place + 1)) {
        if (other.rect.top >= one.rect.bottom) break;
        const width = Math.min(one.rect.right, other.rect.right) - Math.max(one.rect.left, other.rect.left);
        const height = Math.min(one.rect.bottom, other.rect.bottom) - other.rect.top;
        const least = TOUCH * Math.min(one.rect.height, other.rect.height);
        if (width <= SLACK || height <= least || (one.node === other.node && one.text && other.text)) continue;
        if (!inside(one.node, other.node) && !inside(other.node, one.node)) found.add(`${one.what} and ${other.what} overlap`);
        else if (one.text && other.text) found.add(`${one.what} and ${other.what} overlap`);
      }
    });
  }

  const { scrollWidth, clientWidth } = document.documentElement;
  if (scrollWidth > clientWidth) found.add(`the page is ${scrollWidth} wide, the screen ${clientWidth}`);
  return [...found];
}
