// Everything here adds comfort; no page or form needs it.
import {
  Button, CharacterCount, Checkboxes, createAll, ErrorSummary,
  FileUpload, NotificationBanner, PasswordInput, Radios, ServiceNavigation, SkipLink,
} from "govuk-frontend";

document.body.classList.add("js-enabled", "govuk-frontend-supported");
[Button, CharacterCount, Checkboxes, ErrorSummary, FileUpload, NotificationBanner,
  PasswordInput, Radios, ServiceNavigation, SkipLink].forEach((component) => createAll(component));

// Leave at once: blank the page, then put the other address in this one's place in the history.
function leave(address) {
  document.title = "";
  document.documentElement.classList.add("hf-leaving");
  window.location.replace(address);
}

const exit = document.querySelector("[data-hf-exit]");
if (exit) {
  exit.addEventListener("click", (event) => {
    event.preventDefault();
    leave(exit.href);
  });
  let presses = 0;
  document.addEventListener("keydown", (event) => {
    presses = event.key === "Escape" ? presses + 1 : 0;
    if (presses === 3) leave(exit.href);
  });
  // Pages about a child at risk do not pile up behind the back button.
  document.querySelectorAll("main a[href^='/'], main a[href^='?']").forEach((link) => {
    link.addEventListener("click", (event) => {
      if (event.ctrlKey || event.metaKey || event.shiftKey || link.target) return;
      event.preventDefault();
      window.location.replace(link.href);
    });
  });
  // A page kept by the browser for "back" is not shown again.
  window.addEventListener("pageshow", (event) => {
    if (event.persisted) window.location.reload();
  });
}

document.querySelectorAll("[data-hf-print]").forEach((button) => {
  button.hidden = false;
  button.addEventListener("click", () => window.print());
});

// Long work: look again every few seconds, as the page without this does by its own "refresh" link.
const watching = document.querySelector("[data-hf-again]");
if (watching) setTimeout(() => window.location.reload(), Number(watching.dataset.hfAgain) * 1000);
