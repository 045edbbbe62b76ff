/* Small comforts; every page is complete without them. */
(function () {
  "use strict";

  function each(list, run) {
    Array.prototype.forEach.call(list, run);
  }

  /* Small letters without tones: "Hoà" finds "Hòa". */
  function fold(text) {
    return text.toLowerCase().normalize("NFD").replace(/[\u0300-\u036f]/g, "").replace(/đ/g, "d");
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
  each(document.querySelectorAll(".prose pre, article pre"), function (box) {
    if (box.scrollWidth > box.clientWidth) box.tabIndex = 0;
  });

  /* Typing part of a name leaves the rows that have it. */
  each(document.querySelectorAll("table[data-filter]"), function (table) {
    var rows = table.tBodies[0].rows;
    if (rows.length < 12) return;
    var label = document.createElement("label");
    var input = document.createElement("input");
    var names = Array.prototype.map.call(rows, function (row) {
      return fold(row.cells[0].textContent);
    });
    label.className = "filter";
    label.textContent = table.getAttribute("data-filter");
    input.type = "search";
    input.addEventListener("input", function () {
      var words = fold(input.value).split(/\s+/);
      each(rows, function (row, i) {
        row.hidden = !words.every(function (word) {
          return names[i].indexOf(word) >= 0;
        });
      });
    });
    label.appendChild(input);
    table.parentNode.parentNode.insertBefore(label, table.parentNode);
  });

  /* What a cell sorts by: a date, a number, or its words. */
  function value(cell) {
    var text = cell ? cell.textContent.trim() : "";
    var date = /^(\d{1,2})\/(\d{1,2})\/(\d{4})$/.exec(text);
    if (date) return date[3] * 10000 + date[2] * 100 + +date[1];
    if (text === "—") return -1e9;
    if (/^[+−-]?\d[\d.,]*$/.test(text)) return +text.replace("−", "-").replace(/[.,]/g, "");
    return text;
  }

  each(document.querySelectorAll("table.sortable"), function (table) {
    var body = table.tBodies[0];
    if (body.rows.length < 3) return;
    var heads = table.tHead.rows[0].cells;
    each(heads, function (head, at) {
      var button = document.createElement("button");
      button.type = "button";
      button.textContent = head.textContent;
      head.textContent = "";
      head.appendChild(button);
      button.addEventListener("click", function () {
        var first = head.className.indexOf("n") >= 0 ? "descending" : "ascending";
        var other = first === "ascending" ? "descending" : "ascending";
        var way = head.getAttribute("aria-sort") === first ? other : first;
        each(heads, function (each) {
          each.removeAttribute("aria-sort");
        });
        head.setAttribute("aria-sort", way);
        var sign = way === "ascending" ? 1 : -1;
        Array.prototype.map
          .call(body.rows, function (row, i) {
            return { row: row, key: value(row.cells[at]), i: i };
          })
          .sort(function (a, b) {
            var order =
              typeof a.key === "number" && typeof b.key === "number"
                ? a.key - b.key
                : String(a.key).localeCompare(String(b.key), "vi", { numeric: true });
            return order * sign || a.i - b.i;
          })
          .forEach(function (entry) {
            body.appendChild(entry.row);
          });
      });
    });
  });
})();
