/* Judges documents: [{html, kind, read, kept}] to [{shape, faults, unread}]. Run by tests/dom.py in an empty page. */
(documents) => {
  const OWN = "https://own.invalid/";
  const MAIL = "http://localhost:8000";
  const ADDRESSES = new Set(
    ("href src action formaction xlink:href poster data background cite ping manifest longdesc usemap profile codebase " +
      "archive classid icon hx-get hx-post hx-put hx-patch hx-delete").split(" "),
  );
  // Whose values our templates write and nobody else.
  const FIXED = new Set(
    "class data-controller data-action data-target rel type target http-equiv hx-swap hx-target hx-trigger".split(" "),
  );
  // A face's colour comes from the person's number.
  const FACE = /^av--.*/;
  const SCHEMES = new Set(["http:", "https:", "mailto:", "tel:"]);
  // What our light marks become, where words stand.
  const LIGHT = { p: [], br: [], strong: ["class"], ul: [], ol: ["start"], li: [], blockquote: [], a: ["href", "rel"], small: [] };
  const flat = (text) => text.replace(/[\s\u200b\ufeff]+/g, " ").trim();

  // As a form sends it, but for letters that no HTML can hold.
  const plain = (text) => text.replace(/\r\n?/g, "\n").replace(/[\0\ufffd]/g, "");

  const judge = ({ html, kind, read, kept }) => {
    const shape = new Set();
    const faults = [];
    const words = [];
    const fields = new Map();
    const parsed = new DOMParser().parseFromString(html, "text/html");

    const address = (element, name, value) => {
      let url;
      try {
        url = new URL(value, OWN);
      } catch {
        return faults.push(`<${element.localName} ${name}="${value}"> is no address`);
      }
      if (!SCHEMES.has(url.protocol)) {
        // Pictures that are drawn into the page: they run nothing and fetch nothing.
        if (element.localName === "img" && name === "src" && value.startsWith("data:image/")) return;
        return faults.push(`<${element.localName} ${name}="${value}"> has the scheme ${url.protocol}`);
      }
      if (url.protocol === "mailto:" || url.protocol === "tel:" || url.origin + "/" === OWN) return;
      // Where a public page stands, in its languages: said, and not fetched.
      if (element.localName === "link" && kind === "public" && /^(canonical|alternate)$/.test(element.rel) && url.origin === MAIL) return;
      if (element.localName !== "a" || name !== "href") {
        return faults.push(`<${element.localName} ${name}="${value}"> asks a foreign host`);
      }
      if (kind === "mail") {
        if (url.origin !== MAIL) faults.push(`A link in a mail leads to ${value}`);
      } else if (kind === "page" || kind === "words") {
        for (const needed of ["nofollow", "ugc", "noopener", "noreferrer"]) {
          if (!element.relList.contains(needed)) faults.push(`A link to ${value} without rel=${needed}`);
        }
      }
    };

    const isLight = (element, tag) =>
      element.namespaceURI === "http://www.w3.org/1999/xhtml" &&
      Object.hasOwn(LIGHT, tag) &&
      (kind === "words" || element.parentElement?.closest(".words")) &&
      [...element.attributes].every(({ name, value }) => LIGHT[tag].includes(name) && (name !== "class" || value === "at"));

    const walk = (root) => {
      for (const element of root.querySelectorAll("*")) {
        const tag = element.nodeName.toLowerCase();
        if (isLight(element, tag)) {
          for (const { name, value } of element.attributes) if (ADDRESSES.has(name)) address(element, name, value);
          continue;
        }
        shape.add(`<${tag}> in <${element.parentNode.nodeName.toLowerCase()}>`);
        for (const { name, value } of element.attributes) {
          shape.add(`<${tag} ${name}>`);
          if (FIXED.has(name)) for (const one of value.split(/\s+/)) shape.add(`<${tag} ${name}="${one.replace(FACE, "av--")}">`);
          if (name.startsWith("on") || name.startsWith("hx-on")) faults.push(`<${tag} ${name}="${value}">`);
          if (ADDRESSES.has(name)) address(element, name, value);
          if (name === "srcset") for (const one of value.split(",")) address(element, name, one.trim().split(/\s/)[0]);
          if (name === "style" && /url|import|expression/i.test(value)) faults.push(`<${tag} style="${value}">`);
          if (name === "srcdoc") faults.push(`<${tag} srcdoc>`);
        }
        if (tag === "script" && kind !== "admin" && !element.hasAttribute("src") && !/^application\/(ld\+)?json$/.test(element.type)) {
          faults.push("<script> of its own");
        }
        if (tag === "script" && /json$/.test(element.type)) {
          try {
            JSON.parse(element.textContent);
          } catch {
            faults.push("<script> that holds no JSON");
          }
        }
        if (tag === "script" && kind === "mail") faults.push("<script> in a mail");
        if (tag === "style") shape.add(`style: ${element.textContent}`);
        // What a shared link shows of the words stands there as an attribute, whatever it is.
        const shared = /^(description|og:(title|description|url|image|image:alt))$/.test(element.getAttribute("property") ?? element.name ?? "");
        if (tag === "meta" && kind === "public" && shared) shape.add("<meta> of the words");
        else if (tag === "base" || tag === "meta") shape.add(`<${tag} ${element.getAttribute("name")} ${element.content}>`);
        if (tag === "textarea" || tag === "input") {
          const value = element.getAttribute("value") ?? element.textContent;
          words.push(value);
          fields.set(element.name, [...(fields.get(element.name) ?? []), value]);
        }
        if (element instanceof HTMLTemplateElement) walk(element.content);
      }
    };
    walk(parsed);
    // Comments are not ours: Django takes its own out.
    const comments = parsed.createNodeIterator(parsed, NodeFilter.SHOW_COMMENT);
    for (let one = comments.nextNode(); one; one = comments.nextNode()) shape.add(`comment: ${one.data}`);
    if (/^\s*<!doctype/i.test(html)) shape.add(`last: <${parsed.body.lastElementChild?.className ?? "none"}>`);
    for (const end of parsed.querySelectorAll("p, li")) end.append("\n");
    for (const line of parsed.querySelectorAll("br")) line.replaceWith("\n");
    const text = flat(parsed.documentElement.textContent);
    const values = new Set(words.map(flat));
    const unread = read.filter((one) => flat(one) && !text.includes(flat(one)) && !values.has(flat(one)));
    for (const [name, typed] of Object.entries(kept)) {
      const [held, ...others] = fields.get(name) ?? [];
      if (held === undefined || others.length || plain(held) !== plain(typed)) unread.push(`${name}: ${typed} as ${held}`);
    }
    return { shape: [...shape], faults, unread };
  };
  return documents.map(judge);
};
