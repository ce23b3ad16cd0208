const form = document.querySelector(".filters");
const questions = [...document.querySelectorAll(".failure")];
const texts = new Map(questions.map((question) => [question, question.textContent.toLowerCase()]));

function matches(question, { filter }, value) {
  if (!value) return true;
  if (filter === "text") return value.toLowerCase().split(/\s+/).every((word) => texts.get(question).includes(word));
  return question.dataset[filter].split("|").includes(value);
}

form.addEventListener("input", () => {
  const chosen = [...form.querySelectorAll("[data-filter]")];
  let shown = 0;
  for (const question of questions) {
    question.hidden = !chosen.every((field) => matches(question, field.dataset, field.value));
    shown += !question.hidden;
  }
  form.querySelector("output").textContent = `${shown} of ${questions.length} questions`;
});
form.addEventListener("submit", (event) => event.preventDefault());
