// What the reader answered, kept in this browser and nowhere else.
// Where storage is refused, answers last as long as the page.
(function () {
  "use strict";
  const PREFIX = "mlsd:";
  const here = new Map();

  function get(name) {
    try {
      const text = window.localStorage.getItem(PREFIX + name);
      return text === null ? null : JSON.parse(text);
    } catch (problem) {
      return here.has(name) ? here.get(name) : null;
    }
  }

  function set(name, value) {
    here.set(name, value);
    try {
      window.localStorage.setItem(PREFIX + name, JSON.stringify(value));
    } catch (problem) {
      // Kept in `here`.
    }
  }

  function clear() {
    here.clear();
    try {
      Object.keys(window.localStorage)
        .filter((name) => name.startsWith(PREFIX))
        .forEach((name) => window.localStorage.removeItem(name));
    } catch (problem) {
      // Nothing was kept.
    }
  }

  // The text that website.html.veiled veiled.
  function unveil(text) {
    const bytes = Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0));
    return new TextDecoder().decode(bytes);
  }

  // A number as people type it: 1234, 1,234, 12.5, 12,5, with or without a sign; otherwise NaN.
  function number(text) {
    let plain = text.trim().replace(/[\s_']/g, "").replace(/^\u2212/, "-");
    if (/^[+-]?\d{1,3}(,\d{3})+(\.\d+)?$/.test(plain)) plain = plain.replace(/,/g, "");
    else if (/^[+-]?\d*,\d+$/.test(plain)) plain = plain.replace(",", ".");
    return /\d/.test(plain) && /^[+-]?\d*\.?\d*(e[+-]?\d+)?$/i.test(plain) ? Number(plain) : NaN;
  }

  // How many times the measured value the guess is; NaN where that means nothing.
  function ratio(guess, measured) {
    if (guess === measured) return 1;
    return guess * measured > 0 ? guess / measured : NaN;
  }

  function shown(value) {
    return value.toLocaleString("en-US", { maximumSignificantDigits: 3 });
  }

  function create(tag, attributes, ...children) {
    const made = document.createElement(tag);
    Object.entries(attributes || {}).forEach(([name, value]) => made.setAttribute(name, value));
    made.append(...children);
    return made;
  }

  window.mlsd = { get, set, clear, unveil, number, ratio, shown, create };

  // Summaries of search results are fetched, which browsers refuse to pages opened from a folder.
  if (window.location.protocol === "file:" && typeof DOCUMENTATION_OPTIONS === "object") {
    DOCUMENTATION_OPTIONS.SHOW_SEARCH_SUMMARY = false;
  }

  // A figure that is small on a phone opens at full size.
  document.querySelectorAll(".bd-article .cell_output img").forEach((figure) => {
    const link = create("a", { href: figure.src });
    figure.replaceWith(link);
    link.append(figure);
  });

  // On paper colours are those of the light theme, and every fold is open.
  const root = document.documentElement;
  window.addEventListener("beforeprint", () => {
    if ("themeOnScreen" in root.dataset) return;
    root.dataset.themeOnScreen = root.dataset.theme;
    root.dataset.theme = "light";
    document.querySelectorAll("details:not([open])").forEach((fold) => {
      fold.open = true;
      fold.dataset.openedToPrint = "";
    });
  });
  window.addEventListener("afterprint", () => {
    root.dataset.theme = root.dataset.themeOnScreen;
    delete root.dataset.themeOnScreen;
    document.querySelectorAll("details[data-opened-to-print]").forEach((fold) => {
      fold.open = false;
      delete fold.dataset.openedToPrint;
    });
  });
})();
