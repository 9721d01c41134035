// The page "your predictions": a calibration plot of the reader, and the list it is drawn from.
(function () {
  "use strict";
  const { get, clear, unveil, number, ratio, shown, create } = window.mlsd;
  const page = document.querySelector("[data-progress]");
  if (!page) return;
  const site = JSON.parse(document.getElementById("mlsd-questions").textContent);

  const made = site.predictions
    .map((question) => ({ ...question, record: get(`predict:${question.key}`) }))
    .filter((question) => question.record && !question.record.skipped)
    .map((question) => {
      const measured = unveil(question.answer);
      const guess = question.record.guess;
      return { ...question, guess, measured, times: ratio(number(guess), number(measured)) };
    });
  const numbers = made.filter((question) => !question.choices.length);
  const choices = made.filter((question) => question.choices.length);

  const link = (question, text) => create("a", { href: `${question.href}#predict-${question.key}` }, text);
  const paragraph = (text) => create("p", {}, text);
  const unit = (text, question) => (question.unit ? `${text} ${question.unit}` : text);

  function direction(question) {
    const difference = number(question.guess) - number(question.measured);
    return difference === 0 ? "exact" : difference > 0 ? "too high" : "too low";
  }

  function off(question) {
    if (question.choices.length) return question.guess === question.measured ? "right" : "wrong";
    const way = direction(question);
    if (way === "exact") return way;
    if (Number.isNaN(question.times)) return way;
    return `${way}, factor ${shown(Math.max(question.times, 1 / question.times))}`;
  }

  function summary() {
    const lines = [];
    if (numbers.length) {
      const within = numbers.filter((q) => q.times >= 0.5 && q.times <= 2).length;
      const high = numbers.filter((q) => direction(q) === "too high").length;
      const low = numbers.filter((q) => direction(q) === "too low").length;
      const factors = numbers
        .map((q) => (Number.isNaN(q.times) ? Infinity : Math.max(q.times, 1 / q.times)))
        .sort((a, b) => a - b);
      const middle = factors[Math.floor((factors.length - 1) / 2)];
      lines.push(
        `Within a factor of two of what was measured: ${within} of ${numbers.length}. ` +
          `Too high: ${high}, too low: ${low}.`
      );
      if (Number.isFinite(middle)) {
        lines.push(`Half of your numbers are off by a factor of ${shown(middle)} or less.`);
      }
    }
    if (choices.length) {
      const right = choices.filter((q) => q.guess === q.measured).length;
      const chance = choices.reduce((sum, q) => sum + 1 / q.choices.length, 0);
      lines.push(
`Right choices: ${right} of ${choices.length}; guessing would get ${shown(chance)} on average.`
      );
    }
    return lines.map(paragraph);
  }

  // Each number at how many times the measured value it was, on a scale of doublings.
  function plot() {
    const EDGE = 4; // 16 times too low or too high; what lies beyond is drawn at the edge
    // As wide as the page, so that its text is as large as the page's.
    const width = Math.max(280, Math.min(640, page.clientWidth));
    const [row, top, foot] = [22, 30, 48];
    const height = top + row * numbers.length + foot;
    const left = 40;
    const x = (doublings) => left + ((width - left - 14) * (doublings + EDGE)) / (2 * EDGE);
    const svg = (tag, attributes, text) => {
      const node = document.createElementNS("http://www.w3.org/2000/svg", tag);
      Object.entries(attributes).forEach(([name, value]) => node.setAttribute(name, value));
      if (text !== undefined) node.textContent = text;
      return node;
    };
    const picture = svg("svg", {
      viewBox: `0 0 ${width} ${height}`,
      class: "progress-plot",
      role: "img",
      "aria-label":
        "Calibration plot: each number you predicted, as a multiple of what was measured, " +
        "with a band for within a factor of two. The table below says the same.",
    });
    const bottom = height - foot;
    picture.append(
      svg("rect", { x: x(-1), y: top - 8, width: x(1) - x(-1), height: bottom - top + 8, class: "progress-band" })
    );
    for (let doublings = -EDGE; doublings <= EDGE; doublings += 1) {
      const name = doublings < 0 ? `1/${2 ** -doublings}` : `${2 ** doublings}`;
      const line = { x1: x(doublings), x2: x(doublings), y1: top - 8, y2: bottom };
      picture.append(svg("line", { ...line, class: doublings ? "progress-grid" : "progress-exact" }));
      picture.append(svg("text", { x: x(doublings), y: bottom + 18, "text-anchor": "middle" }, name));
    }
    picture.append(svg("text", { x: x(-EDGE), y: 14 }, "too low"));
    picture.append(svg("text", { x: x(EDGE), y: 14, "text-anchor": "end" }, "too high"));
    picture.append(
      svg("text", { x: x(0), y: bottom + 40, "text-anchor": "middle" }, "your number / measured")
    );
    numbers.forEach((question, place) => {
      const y = top + row * (place + 0.5);
      let doublings = Math.log2(question.times);
      if (Number.isNaN(doublings)) doublings = direction(question) === "too high" ? EDGE : -EDGE;
      const cx = x(Math.min(EDGE, Math.max(-EDGE, doublings)));
      picture.append(svg("text", { x: left - 12, y: y + 5, "text-anchor": "end" }, String(place + 1)));
      picture.append(svg("line", { x1: x(0), x2: cx, y1: y, y2: y, class: "progress-off" }));
      picture.append(svg("circle", { cx, cy: y, r: 6, class: "progress-dot" }));
    });
    return picture;
  }

  function table() {
    const head = ["No.", "Question", "You", "Measured", "Off"].map((name) =>
      create("th", { scope: "col" }, name)
    );
    const rows = [...numbers, ...choices].map((question, place) => {
      const words = question.question;
      const short = words.length > 90 ? `${words.slice(0, 88)}…` : words;
      return create(
        "tr",
        {},
        create("td", {}, String(place + 1)),
        create("td", {}, link(question, short)),
        create("td", {}, unit(question.guess, question)),
        create("td", {}, unit(question.measured, question)),
        create("td", {}, off(question))
      );
    });
    const body = create("tbody", {}, ...rows);
    const whole = create("table", { class: "table" }, create("thead", {}, create("tr", {}, ...head)), body);
    const label = { class: "progress-table", role: "region", tabindex: "0", "aria-label": "Your predictions" };
    return create("div", label, whole);
  }

  function open() {
    const left = site.predictions.filter((question) => !get(`predict:${question.key}`));
    if (!left.length) return [];
    const next = left[0];
    return [create("p", {}, `${left.length} still to make. Next: `, link(next, next.title), ".")];
  }

  function quizzes() {
    const rows = site.quizzes.map((quiz) => {
      const kept = quiz.ids.map((id) => get(`quiz:${quiz.slug}:${id}`)).filter(Boolean);
      const right = kept.filter((record) => record.right).length;
      return create(
        "li",
        {},
        create("a", { href: `${quiz.href}#self-check` }, quiz.title),
        `: ${right} right of ${kept.length} answered, ${quiz.ids.length} in all`
      );
    });
    return rows.length ? [create("h2", {}, "Quizzes"), create("ul", {}, ...rows)] : [];
  }

  function forget() {
    const button = create("button", { type: "button", class: "progress-forget" }, "Forget my answers");
    button.addEventListener("click", () => {
      if (window.confirm("Forget all your predictions and quiz answers on this site?")) {
        clear();
        show([]);
        window.location.reload();
      }
    });
    return create("p", {}, button);
  }

  function show(parts) {
    page.replaceChildren(...parts);
  }

  const parts = made.length
    ? [...summary(), ...(numbers.length ? [plot()] : []), table()]
    : [paragraph("You have not made a prediction yet.")];
  show([...parts, ...open(), ...quizzes(), forget()]);
})();
