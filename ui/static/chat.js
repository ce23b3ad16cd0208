// Read each new answer aloud to screen readers, bring it into view, and let the skip link reach the question.

const quiet = matchMedia("(prefers-reduced-motion: reduce)");
let announced = "";

function announce() {
  const answer = document.querySelector("#samtale-indhold .latest .answer:not(.pending)");
  const words = answer ? answer.innerText.trim() : "";
  if (words === announced) return;
  announced = words;
  document.getElementById("oplaesning").textContent = words;
  answer?.closest(".exchange").scrollIntoView({ block: "nearest", behavior: quiet.matches ? "auto" : "smooth" });
}

new MutationObserver(announce).observe(document.querySelector("gradio-app"), { childList: true, subtree: true });

document.querySelector(".skip").addEventListener("click", (event) => {
  event.preventDefault();
  document.querySelector("#spoergsmaal textarea")?.focus();
});
