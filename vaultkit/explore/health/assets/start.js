// Put what the scripts do better in the place of what the page says without them.
"use strict";

document.querySelectorAll("[data-scriptless]").forEach((item) => item.remove());
explorer.start();
if (navigator.clipboard) {
  for (const code of document.querySelectorAll(".first code")) {
    const button = element("button", { type: "button" }, "Copy");
    button.setAttribute("aria-label", `Copy: ${code.textContent}`);
    button.addEventListener("click", () => navigator.clipboard.writeText(code.textContent).then(() => {
      button.textContent = "Copied";
      setTimeout(() => { button.textContent = "Copy"; }, 1500);
    }));
    code.after(button);
  }
}
