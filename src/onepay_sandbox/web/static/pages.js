// Keeps what stands in elements with `data-live` current: the page is fetched again every few seconds, and an element is
// replaced where it differs. Nothing is replaced while somebody works in it. Without this script a reload does the same.
"use strict";

const SECONDS = 3;
let known = null;

function isInUse(element) {
  const focused = document.activeElement;
  return element.contains(focused) && focused.matches("input, select, textarea, button, summary")
    || element.querySelector("details[open]") !== null;
}

// Returns whether everything is current now, which it is not where an element that differs is in use.
function replaceChanged(text) {
  const fresh = new DOMParser().parseFromString(text, "text/html");
  let isCurrent = true;
  for (const element of document.querySelectorAll("[data-live]")) {
    const successor = fresh.querySelector(`[data-live="${element.dataset.live}"]`);
    if (successor && successor.innerHTML !== element.innerHTML) {
      if (isInUse(element)) {
        isCurrent = false;
      } else {
        element.innerHTML = successor.innerHTML;
      }
    }
  }
  return isCurrent;
}

async function refresh() {
  if (document.hidden) {
    return;
  }
  try {
    const reply = await fetch(location.href, { headers: known ? { "If-None-Match": known } : {}, cache: "no-store" });
    if (reply.status === 200) {
      known = replaceChanged(await reply.text()) ? reply.headers.get("ETag") : null;
    }
  } catch {
    // The sandbox is down or starts anew: the next look shows it.
  }
}

if (document.querySelector("[data-live]")) {
  setInterval(refresh, SECONDS * 1000);
  document.addEventListener("visibilitychange", refresh);
}

for (const button of document.querySelectorAll("[data-copy]")) {
  button.hidden = false;
  button.addEventListener("click", async () => {
    await navigator.clipboard.writeText(button.dataset.copy);
    button.textContent = button.dataset.copied;
  });
}
