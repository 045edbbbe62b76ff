/* Tables: sorted by any column, and fewer rows by part of a name or by choice. What is shown, and in
   which order, is said to those who do not see it. Every table is complete without this. */
(function () {
  "use strict";

  /* The words, from the element that loads this script. */
  var say = document.currentScript.dataset;
  var collator = new Intl.Collator("vi", { numeric: true });

  /* Small letters without tones: "Hoà" finds "Hòa". */
  function fold(text) {
    return text.toLowerCase().normalize("NFD").replace(/[\u0300-\u036f]/g, "").replace(/đ/g, "d");
  }

  function words(cell) {
    return cell ? cell.textContent.trim().replace(/\s+/g, " ") : "";
  }

  /* What a cell sorts by: a date, a share, a number, or its words. */
  function value(cell) {
    var text = words(cell);
    var date = /^(\d{1,2})\/(\d{1,2})\/(\d{4})$/.exec(text);
    if (date) return date[3] * 10000 + date[2] * 100 + +date[1];
    if (text === "—") return -1e9;
    var part = /^([\d.,]+)\/([\d.,]+|—)/.exec(text);
    if (part && text.indexOf("%") > 0) return number(part[1]) / number(part[2]);
    if (part) return number(part[1]) + (part[2] === "—" ? 0 : 1 - number(part[2]) / 1e6);
    if (/^[+−-]?\d[\d.,]*$/.test(text)) return number(text);
    return text;
  }

  function number(text) {
    return +text.replace("−", "-").replace(/[.,]/g, "");
  }

  /* A cell's words up to a comma: "○ Chưa đạt, còn thiếu 02" is one choice with its like. */
  function choice(cell) {
    return words(cell).split(",")[0];
  }

  function field(control, label, kind) {
    var box = document.createElement("label");
    box.className = kind;
    box.textContent = label;
    box.appendChild(control);
    return box;
  }

  function enhance(table) {
    var body = table.tBodies[0];
    var rows = Array.prototype.slice.call(body.rows);
    var heads = Array.prototype.slice.call(table.tHead.rows[0].cells);
    var region = table.parentNode;
    var state = document.createElement("p");
    var tools = document.createElement("div");
    var tests = [];
    var wanted = [];
    var sorted = "";
    var shown = rows.length;

    function tell() {
      var count = say.shown.replace("#n", shown).replace("#all", rows.length);
      state.textContent = sorted ? count + ". " + sorted + "." : count + ".";
    }

    function filter() {
      shown = 0;
      rows.forEach(function (row, at) {
        var fits = tests.every(function (test) {
          return test(row, at);
        });
        if (row.hidden === fits) row.hidden = !fits;
        if (fits) shown += 1;
      });
      tell();
    }

    tools.className = "tools";
    state.setAttribute("role", "status");
    if (table.dataset.filter && rows.length >= 12) {
      var input = document.createElement("input");
      var names = rows.map(function (row) {
        return fold(words(row.cells[0]));
      });
      input.type = "search";
      input.addEventListener("input", function () {
        wanted = fold(input.value).split(/\s+/);
        filter();
      });
      tests.push(function (row, at) {
        return wanted.every(function (word) {
          return names[at].indexOf(word) >= 0;
        });
      });
      tools.appendChild(field(input, table.dataset.filter, "filter"));
    }
    var choosers = {};
    var typed = tools.querySelector("input");
    heads.forEach(function (head, at) {
      if (!head.hasAttribute("data-choice") || rows.length < 3) return;
      var name = words(head);
      var choices = rows.map(function (row) {
        return choice(row.cells[at]);
      });
      var known = choices
        .filter(function (one, first) {
          return choices.indexOf(one) === first;
        })
        .sort(collator.compare);
      if (known.length < 2) return;
      var select = document.createElement("select");
      [say.all].concat(known).forEach(function (one, first) {
        select.appendChild(new Option(one, first ? one : ""));
      });
      select.addEventListener("change", filter);
      choosers[name] = select;
      tests.push(function (row, at) {
        return !select.value || choices[at] === select.value;
      });
      tools.appendChild(field(select, name, "filter pick"));
    });
    if (table.classList.contains("sortable") && rows.length >= 3) {
      heads.forEach(function (head, at) {
        var button = document.createElement("button");
        var name = words(head);
        button.type = "button";
        /* A link in a heading stays one: the button stands behind it. */
        if (head.querySelector("a")) {
          button.setAttribute("aria-label", name);
          head.appendChild(document.createTextNode(" "));
        } else {
          button.textContent = name;
          head.textContent = "";
        }
        head.appendChild(button);
        button.addEventListener("click", function () {
          var first = head.classList.contains("n") ? "descending" : "ascending";
          var other = first === "ascending" ? "descending" : "ascending";
          var way = head.getAttribute("aria-sort") === first ? other : first;
          heads.forEach(function (one) {
            one.removeAttribute("aria-sort");
          });
          head.setAttribute("aria-sort", way);
          var sign = way === "ascending" ? 1 : -1;
          /* Out of the page while its rows move: one change to lay out instead of thousands. */
          var next = body.nextSibling;
          table.removeChild(body);
          rows
            .map(function (row, i) {
              return { row: row, key: value(row.cells[at]), i: i };
            })
            .sort(function (a, b) {
              var order =
                typeof a.key === "number" && typeof b.key === "number"
                  ? a.key - b.key
                  : collator.compare(a.key, b.key);
              return order * sign || a.i - b.i;
            })
            .forEach(function (entry) {
              body.appendChild(entry.row);
            });
          table.insertBefore(body, next);
          sorted = say.sorted.replace("#c", name).replace("#w", sign > 0 ? say.up : say.down);
          tell();
        });
      });
    }
    if (tests.length || rows.length >= 3) {
      tools.appendChild(state);
      region.parentNode.insertBefore(tools, region);
    }

    /* A link to "met" leads to the table with that choice made. */
    function follow() {
      var at = document.getElementById(location.hash.slice(1));
      if (!at || at.getAttribute("data-choose") !== table.id) return;
      var select = choosers[at.getAttribute("data-column")];
      if (!select) return;
      /* Only this choice: the number of rows is the number that was clicked. */
      Object.keys(choosers).forEach(function (name) {
        choosers[name].value = "";
      });
      if (typed) typed.value = "";
      wanted = [];
      select.value = at.getAttribute("data-value");
      if (select.selectedIndex < 0) select.selectedIndex = 0;
      filter();
    }
    window.addEventListener("hashchange", follow);
    /* The address does not change when the same link is clicked twice. */
    document.addEventListener("click", function (event) {
      var link = event.target.closest && event.target.closest("a[href]");
      if (link && link.href === location.href) follow();
    });
    follow();
  }

  Array.prototype.forEach.call(document.querySelectorAll("table.sortable"), enhance);
})();
