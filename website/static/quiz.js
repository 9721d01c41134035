// Self-check quizzes: explanations stay folded away until the reader has answered.
(function () {
  "use strict";
  const { get, set } = window.mlsd;

  function bind(quiz) {
    const slug = quiz.dataset.quiz;
    const questions = [...quiz.querySelectorAll(".quiz-question")];
    const score = quiz.querySelector(".quiz-score");

    function count() {
      const kept = questions.map((question) => get(`quiz:${slug}:${question.dataset.question}`));
      const answered = kept.filter(Boolean);
      if (answered.length) {
        const right = answered.filter((record) => record.right).length;
        score.textContent = `${right} right of ${answered.length} answered, ${questions.length} in all.`;
      }
    }

    questions.forEach((question) => {
      const name = `quiz:${slug}:${question.dataset.question}`;
      const options = [...question.querySelectorAll(".quiz-option")];
      const inputs = options.map((option) => option.querySelector("input"));
      const button = question.querySelector(".quiz-check");
      const verdict = question.querySelector(".quiz-verdict");

      function explain() {
        options.forEach((option, place) => {
          const why = option.querySelector(".quiz-why");
          why.hidden = false;
          why.open = true;
          option.classList.toggle("quiz-chosen", inputs[place].checked);
          option.classList.add(option.dataset.right === "true" ? "quiz-right" : "quiz-wrong");
        });
      }

      function right() {
        return options.every(
          (option, place) => inputs[place].checked === (option.dataset.right === "true")
        );
      }

      function show() {
        explain();
        verdict.textContent = right() ? "Right." : "Not quite: read why below each option.";
      }

      options.forEach((option) => {
        option.querySelector(".quiz-why").hidden = true;
      });
      button.hidden = false;
      button.addEventListener("click", () => {
        if (!inputs.some((input) => input.checked)) {
          verdict.textContent = "Choose first.";
          inputs[0].focus();
          return;
        }
        const chosen = inputs.flatMap((input, place) => (input.checked ? [place] : []));
        set(name, { chosen, right: right(), when: new Date().toISOString() });
        show();
        count();
      });

      const before = get(name);
      if (before) {
        inputs.forEach((input, place) => {
          input.checked = before.chosen.includes(place);
        });
        show();
      }
    });
    count();
  }

  document.querySelectorAll("[data-quiz]").forEach(bind);
})();
