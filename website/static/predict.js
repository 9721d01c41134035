// Predict first: what was measured stays out of sight until the reader has committed.
(function () {
  "use strict";
  const { get, set, unveil, number, ratio, shown, create } = window.mlsd;

  const committed = (question) => get(`predict:${question.dataset.predict}`) !== null;

  // A question, or several in a row, and the fold "What was measured" that follows, if any.
  function withFold(question) {
    const all = [...document.querySelectorAll("[data-predict], details.sd-dropdown")];
    const before = all.slice(0, all.indexOf(question)).reverse();
    const after = all.slice(all.indexOf(question));
    const others = before.findIndex((each) => each.matches("details"));
    const end = after.findIndex((each) => each.matches("details"));
    return {
      questions: [
        ...before.slice(0, others < 0 ? before.length : others),
        ...after.slice(0, end < 0 ? after.length : end),
      ],
      fold: end < 0 ? null : after[end],
    };
  }

  function withUnit(text, unit) {
    return unit ? `${text} ${unit}` : text;
  }

  function verdict(guess, answer) {
    const measured = number(answer);
    if (guess === measured) return "Exactly right.";
    const off = shown(Math.abs(guess - measured));
    const times = ratio(guess, measured);
    const way = guess > measured ? "too high" : "too low";
    if (Number.isNaN(times)) return `${off} ${way}.`;
    const factor = times > 1 ? times : 1 / times;
    return `${off} ${way}: a factor of ${shown(factor)} off.`;
  }

  // Both numbers on the scale of the question, for the eye; the sentence says the same.
  function scale(guess, measured, low, high) {
    const place = (value) => {
      const share = (100 * (value - low)) / (high - low);
      return `left: ${Math.min(100, Math.max(0, share))}%`;
    };
    return create(
      "div",
      { class: "predict-scale", "aria-hidden": "true" },
      create("span", { class: "predict-end" }, shown(low)),
      create(
        "span",
        { class: "predict-track" },
        create("span", { class: "predict-mark predict-guess", style: place(guess) }),
        create("span", { class: "predict-mark predict-measured", style: place(measured) })
      ),
      create("span", { class: "predict-end" }, shown(high))
    );
  }

  function bind(question) {
    const { predict: key, unit, low, high } = question.dataset;
    const answer = unveil(question.dataset.answer);
    const form = question.querySelector(".predict-form");
    const field = form.querySelector("input[type=text]");
    const problem = form.querySelector(".predict-problem");
    const result = question.querySelector(".predict-result");
    const { questions, fold } = withFold(question);

    function reveal(record, open) {
      form.hidden = true;
      const said = record.skipped ? "You did not predict." : `You said ${withUnit(record.guess, unit)}.`;
      const parts = [`${said} Measured: ${withUnit(answer, unit)}.`];
      if (!record.skipped) {
        if (field) parts.push(verdict(number(record.guess), answer));
        else parts.push(record.guess === answer ? "Right." : "Not what happened.");
      }
      result.replaceChildren(create("p", {}, parts.join(" ")));
      if (field && !record.skipped && low !== undefined) {
        result.append(scale(number(record.guess), number(answer), Number(low), Number(high)));
        result.append(
          create("p", { class: "predict-legend", "aria-hidden": "true" }, "● you   ▮ measured")
        );
      }
      if (fold && questions.every(committed)) {
        fold.hidden = false;
        if (open) fold.open = true;
      }
    }

    function commit(record) {
      set(`predict:${key}`, { ...record, when: new Date().toISOString() });
      reveal(record, true);
      result.tabIndex = -1;
      result.focus();
    }

    form.addEventListener("submit", (event) => {
      event.preventDefault();
      if (!field) {
        const chosen = form.querySelector("input:checked");
        if (chosen) commit({ guess: chosen.value });
        else form.querySelector("input").focus();
        return;
      }
      if (Number.isNaN(number(field.value))) {
        problem.textContent = "Please type a number, such as 12.5.";
        field.setAttribute("aria-invalid", "true");
        field.focus();
        return;
      }
      commit({ guess: field.value.trim() });
    });
    form.querySelector(".predict-skip").addEventListener("click", () => commit({ skipped: true }));

    question.querySelector(".predict-fold").remove();
    const before = get(`predict:${key}`);
    if (before) {
      reveal(before, false);
    } else {
      form.hidden = false;
      if (fold) fold.hidden = true;
    }
  }

  document.querySelectorAll("[data-predict]").forEach(bind);
})();
