/* Small comforts; every page is complete without them. */
(function () {
  "use strict";

  function each(list, run) {
    Array.prototype.forEach.call(list, run);
  }

  /* Copying works from a disk too, where the clipboard may be closed to pages. */
  function copy(text) {
    var area = document.createElement("textarea");
    area.value = text;
    area.setAttribute("readonly", "");
    area.style.position = "fixed";
    area.style.opacity = "0";
    document.body.appendChild(area);
    area.select();
    var done = false;
    try {
      done = document.execCommand("copy");
    } catch (e) {
      done = false;
    }
    document.body.removeChild(area);
    return done;
  }

  each(document.querySelectorAll("[data-copy]"), function (box) {
    var text = box.textContent.trim();
    var button = document.createElement("button");
    button.type = "button";
    button.className = "button";
    button.textContent = box.getAttribute("data-copy");
    button.addEventListener("click", function () {
      if (!copy(text)) return;
      button.focus();
      button.textContent = box.getAttribute("data-copied");
      setTimeout(function () {
        button.textContent = box.getAttribute("data-copy");
      }, 2500);
    });
    box.appendChild(button);
  });

  /* The address of the page, for those who share it in another way; a phone has its own list. */
  each(document.querySelectorAll("[data-copy-url]"), function (button) {
    var label = button.textContent;
    button.hidden = false;
    button.addEventListener("click", function () {
      if (!copy(button.getAttribute("data-copy-url"))) return;
      button.focus();
      button.textContent = button.getAttribute("data-copied");
      setTimeout(function () {
        button.textContent = label;
      }, 2500);
    });
  });

  /* Code that is wider than the text can be moved with the arrow keys. */
  each(document.querySelectorAll(".prose pre"), function (box) {
    if (box.scrollWidth > box.clientWidth) box.tabIndex = 0;
  });

  /* Paper cannot be unfolded. */
  var folded = [];
  window.addEventListener("beforeprint", function () {
    folded = Array.prototype.slice.call(document.querySelectorAll("details:not([open])"));
    folded.forEach(function (details) {
      details.open = true;
    });
  });
  window.addEventListener("afterprint", function () {
    folded.forEach(function (details) {
      details.open = false;
    });
  });
})();
