// Keep the page Danish, have each new answer read aloud and in view, and let the skip link reach the question.

// Gradio sets the language of its own few words, which the page does not show.
const root = document.documentElement;
const stayDanish = () => { if (root.lang !== "da") root.lang = "da"; };
new MutationObserver(stayDanish).observe(root, { attributes: true, attributeFilter: ["lang"] });
stayDanish();

const quiet = matchMedia("(prefers-reduced-motion: reduce)");
let announced = "";

function announce() {
  const answer = document.querySelector("#samtale-indhold .latest .answer:not(.pending)");
  const words = answer ? answer.innerText.trim() : "";
  if (words === announced) return;
  announced = words;
  document.getElementById("oplaesning").textContent = words;
  document.getElementById("kilder").scrollTop = 0;
  const exchange = answer?.closest(".exchange");
  const block = exchange?.offsetHeight > innerHeight * 0.8 ? "start" : "nearest";
  exchange?.scrollIntoView({ block, behavior: quiet.matches ? "auto" : "smooth" });
}

new MutationObserver(announce).observe(document.querySelector("gradio-app"), { childList: true, subtree: true });

document.querySelector(".skip").addEventListener("click", (event) => {
  event.preventDefault();
  document.querySelector("#spoergsmaal textarea")?.focus();
});
