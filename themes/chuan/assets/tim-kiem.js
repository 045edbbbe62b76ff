/* The search. Its index lies in scripts, one a part of a quarter, each of which calls
   nq71TimKiem: so it works from a disk, and asks nobody. The newest part is loaded at the first
   search, older ones while too little was found, or when the reader asks.

   What is found depends on words and filters alone, never on what happens to be loaded: a search
   begins at the newest part and goes on until it has enough. A new search makes the old one stop. */
(function () {
  "use strict";

  var ENOUGH = 20; /* results before the reader is asked to go on */
  var AT_LEAST = 400; /* posts that are looked through all the same, for the best of them */
  var AT_MOST = 2000; /* posts that are looked through unasked; each asking doubles it */
  var SLICE = 24; /* milliseconds of work between two breaths */
  var PAUSE = 150; /* milliseconds after a letter */

  var TITLE = 0, HREF = 1, DATE = 2, KIND = 3, UNIT = 4, SUMMARY = 5, KEYWORDS = 6, HEADINGS = 7, WORDS = 8, LANG = 9;
  /* What is searched, with its weight; the last is the unit's name and the type's. */
  var FIELDS = [TITLE, KEYWORDS, SUMMARY, HEADINGS, WORDS];
  var WEIGHT = [16, 9, 5, 3, 1, 4];
  var PHRASE = [24, 12, 8, 5, 0, 4];

  /* ---- Text: the same as text::fold of the program ---- */

  var EMOJI = "[\\u2190-\\u21ff\\u2300-\\u23ff\\u2600-\\u27bf\\u2b00-\\u2bff\\ufe0f\\u{1f000}-\\u{1faff}]";
  var DEBRIS = new RegExp("(" + EMOJI + ")?[\\u00ad\\u200b-\\u200d\\u202a-\\u202e\\u2060\\u2066-\\u2069\\ufeff]+(?=(" + EMOJI + ")?)", "gu");
  var APOSTROPHES = /['\u2018\u2019\u02bb\u02bc]/g;
  var TONES = /[\u0300\u0301\u0303\u0309\u0323]/g;
  /* Runs of digits, and runs of letters: nq71 is nq and 71, as 71-NQ/TW is 71, nq and tw. */
  var TOKEN = /\p{N}+|[\p{L}\p{M}]+/gu;
  var SHOWN = /\p{N}+|[\p{L}\p{M}](?:[\p{L}\p{M}'\u2018\u2019]*[\p{L}\p{M}])?/gu;

  function clean(text) {
    return text.replace(DEBRIS, function (run, before, after) {
      return (before || "") + (before && after && run.indexOf("\u200d") >= 0 ? "\u200d" : "");
    }).normalize("NFC");
  }

  function lower(text) {
    return clean(text).replace(APOSTROPHES, "").replace(/[\u00a0\u202f]/g, " ").replace(/Σ/g, "σ").toLowerCase();
  }

  function bare(text) {
    return text.normalize("NFD").replace(/[\u0300-\u036f]/g, "").replace(/[đɗ]/g, "d").replace(/[ƀɓ]/g, "b");
  }

  function fold(text) {
    return bare(lower(text));
  }

  function tokens(text) {
    return text.match(TOKEN) || [];
  }

  /* " mot hai ": a word is found between spaces, the start of one behind a space. */
  function padded(text) {
    return " " + tokens(fold(text)).join(" ") + " ";
  }

  /* A word with its marks: the letters, and the tone apart, for hoà is hòa. */
  function marked(word) {
    var parts = word.normalize("NFD");
    return { base: parts.replace(TONES, "").normalize("NFC"), tone: (parts.match(TONES) || []).join("") };
  }

  /* ---- The query ---- */

  function queryOf(text) {
    var words = tokens(lower(text));
    var seen = {};
    var list = words.map(function (word, at) {
      var own = marked(word);
      own.plain = bare(word);
      own.last = at === words.length - 1;
      own.marked = own.plain !== word;
      return own;
    });
    /* A word that is repeated need not be found twice. */
    var distinct = list.filter(function (word) {
      var known = seen[" " + word.plain] && !word.last;
      seen[" " + word.plain] = true;
      return !known;
    });
    var exact = distinct.filter(function (word) { return word.marked; });
    return { list: distinct, marked: exact.length, phrase: " " + list.map(function (word) { return word.plain; }).join(" "), many: list.length > 1 };
  }

  function has(field, word) {
    return field.indexOf(" " + word.plain + (word.last ? "" : " ")) >= 0;
  }

  function hasExactly(list, word) {
    return list.some(function (own) {
      var same = word.last ? own.base.indexOf(word.base) === 0 : own.base === word.base;
      return same && (!word.tone || own.tone === word.tone);
    });
  }

  /* ---- One post ---- */

  function fieldsOf(post) {
    if (!post.fields) {
      post.fields = FIELDS.map(function (field) {
        return post.row[field] ? padded(post.row[field]) : "";
      });
      post.fields.push(nameOf(post));
    }
    return post.fields;
  }

  var names = {};
  function nameOf(post) {
    var key = post.row[UNIT] + "/" + post.row[KIND];
    if (!(key in names)) names[key] = padded(labels.unit(post.row[UNIT]) + " " + labels.kind(post.row[KIND]));
    return names[key];
  }

  function exactOf(post) {
    if (!post.exact) {
      post.exact = FIELDS.map(function (field) {
        return tokens(lower(post.row[field] || "")).map(marked);
      });
    }
    return post.exact;
  }

  /* What a post is worth for a query: nothing, or the exact marks it has and its score. */
  function judge(post, query) {
    var fields = fieldsOf(post), score = 0, exact = 0, body = false, i, j, best;
    for (i = 0; i < query.list.length; i += 1) {
      var word = query.list[i];
      best = -1;
      for (j = 0; j < fields.length; j += 1) {
        if (has(fields[j], word) && (best < 0 || WEIGHT[j] > WEIGHT[best])) best = j;
      }
      if (best < 0) return null;
      if (word.marked) {
        var own = exactOf(post), found = -1;
        for (j = 0; j < own.length; j += 1) {
          if (has(fields[j], word) && hasExactly(own[j], word) && (found < 0 || WEIGHT[j] > WEIGHT[found])) found = j;
        }
        if (found >= 0) {
          exact += 1;
          best = found;
        }
      }
      score += WEIGHT[best];
      if (word.last && fields[best].indexOf(" " + word.plain + " ") >= 0) score += 0.5;
      if (best === 4) body = true;
    }
    if (query.many) {
      best = 0;
      for (j = 0; j < fields.length; j += 1) {
        if (fields[j].indexOf(query.phrase) >= 0) best = Math.max(best, PHRASE[j]);
      }
      score += best;
    }
    return { post: post, exact: exact, score: score, body: body };
  }

  function order(a, b) {
    return b.exact - a.exact || b.score - a.score || (a.post.row[DATE] < b.post.row[DATE] ? 1 : a.post.row[DATE] > b.post.row[DATE] ? -1 : a.post.at - b.post.at);
  }

  /* ---- The index ---- */

  var loaded = {};

  window.nq71TimKiem = function (quarter, number, rows) {
    loaded[quarter + "-" + number] = rows.map(function (row, at) {
      return { row: row, at: at };
    });
  };
  window.nq71TimKiem.fold = fold;

  var form = document.querySelector("form.search");
  if (!form) return;

  function load(part, then) {
    var script = document.createElement("script");
    script.charset = "utf-8";
    /* With the number of posts, so that a kept copy is not used after a new post. */
    script.src = part.name + ".js?" + part.posts;
    script.onload = script.onerror = function () {
      document.head.removeChild(script);
      then(!!loaded[part.name]);
    };
    document.head.appendChild(script);
  }

  /* ---- The page ---- */

  var input = form.elements.q;
  var selects = { quy: form.elements.quy, loai: form.elements.loai, "don-vi": form.elements["don-vi"] };
  var status = document.getElementById("nq-status");
  var results = document.getElementById("nq-results");
  var more = document.getElementById("nq-more");
  var lists = document.getElementById("nq-lists");
  var root = "../";

  var quarters = {};
  var parts = [];
  Array.prototype.forEach.call(selects.quy.options, function (option) {
    if (!option.value) return;
    quarters[option.value] = option.text;
    var posts = tokens(option.getAttribute("data-parts"));
    posts.forEach(function (count, at) {
      parts.push({ quarter: option.value, name: option.value + "-" + (posts.length - at), posts: +count });
    });
  });

  function labelsOf(select) {
    var known = {};
    if (select) {
      Array.prototype.forEach.call(select.options, function (option) {
        known[option.value] = option.value && option.text;
      });
    }
    return function (code) {
      return (code && known[code]) || "";
    };
  }
  var labels = { unit: labelsOf(selects["don-vi"]), kind: labelsOf(selects.loai) };

  function say(id, count, quarter) {
    return form.getAttribute("data-" + id).replace("%1", count).replace("%2", quarter || "");
  }

  function put(parent, tag, name, text) {
    var element = document.createElement(tag);
    if (name) element.className = name;
    if (text) element.textContent = text;
    parent.appendChild(element);
    return element;
  }

  /* Puts a text with the words that were found in it marked; only exact ones where the post has
     all of them with the marks that were typed. */
  function putMarked(parent, text, query, result) {
    var end = 0, found, strict = result.exact === query.marked;
    SHOWN.lastIndex = 0;
    while ((found = SHOWN.exec(text))) {
      var plain = fold(found[0]);
      var hit = query.list.some(function (word) {
        if (word.last ? plain.indexOf(word.plain) !== 0 : plain !== word.plain) return false;
        return !strict || !word.marked || hasExactly([marked(lower(found[0]))], word);
      });
      if (!hit) continue;
      parent.appendChild(document.createTextNode(text.slice(end, found.index)));
      put(parent, "mark", "", found[0]);
      end = found.index + found[0].length;
    }
    parent.appendChild(document.createTextNode(text.slice(end)));
  }

  /* Lines of a field in which a word stands that neither title nor summary has. */
  function linesWith(post, field, query) {
    var fields = fieldsOf(post);
    return (post.row[field] || "").split("\n").filter(function (line) {
      var own = line && padded(line);
      return own && query.list.some(function (word) {
        return has(own, word) && !has(fields[0], word) && !has(fields[2], word);
      });
    });
  }

  function item(result, query) {
    var row = result.post.row;
    var li = document.createElement("li");
    var outside = /^https?:/i.test(row[HREF]);
    var link = put(put(li, "p", "result-title"), "a");
    link.href = outside ? row[HREF] : root + row[HREF];
    if (outside) link.rel = "noopener";
    if (row[LANG]) li.lang = row[LANG];
    putMarked(link, row[TITLE], query, result);
    var facts = [row[DATE].split("-").reverse().map(Number).join("/"), labels.kind(row[KIND]), labels.unit(row[UNIT]), outside && say("external")];
    var line = put(li, "p", "soft", facts.filter(Boolean).join(" · "));
    line.lang = form.getAttribute("data-lang");
    if (row[SUMMARY]) putMarked(put(li, "p"), row[SUMMARY], query, result);
    [["tags", KEYWORDS], ["heading", HEADINGS]].forEach(function (one) {
      var found = linesWith(result.post, one[1], query).slice(0, 3);
      if (found.length) putMarked(put(li, "p", "soft", say(one[0]) + ": "), found.join(" · "), query, result);
    });
    if (result.body) put(li, "p", "soft", say("body"));
    return li;
  }

  /* ---- A search ---- */

  var run = 0;
  var state = null;

  /* Begins anew with what the form says. */
  function search() {
    run += 1;
    var query = queryOf(input.value);
    var filters = valuesOf();
    var idle = !query.list.length && !filters.quy && !filters.loai && !filters["don-vi"];
    state = { query: query, filters: filters, at: 0, seen: 0, want: ENOUGH, frozen: [], pool: [], failed: [], idle: idle, reach: AT_MOST, until: AT_MOST };
    state.parts = parts.filter(function (part) {
      return !filters.quy || part.quarter === filters.quy;
    });
    lists.hidden = !idle;
    if (idle) {
      show(true);
      return;
    }
    go(run);
  }

  function enough() {
    if (state.seen >= state.until) return true;
    return state.frozen.length + state.pool.length >= state.want && state.seen >= AT_LEAST;
  }

  function go(mine) {
    var begun = Date.now();
    while (state.at < state.parts.length && !enough()) {
      var part = state.parts[state.at];
      if (!loaded[part.name]) {
        show(false, part);
        wait(part, mine);
        return;
      }
      look(loaded[part.name]);
      state.at += 1;
      if (Date.now() - begun > SLICE) {
        show(false, state.parts[state.at]);
        setTimeout(function () {
          if (mine === run) go(mine);
        }, 0);
        return;
      }
    }
    show(true);
  }

  function wait(part, mine) {
    load(part, function (done) {
      if (mine !== run) return;
      if (!done) {
        state.failed.push(part);
        state.at += 1;
      }
      go(mine);
    });
  }

  function look(posts) {
    var filters = state.filters;
    posts.forEach(function (post) {
      if (filters.loai && post.row[KIND] !== filters.loai) return;
      if (filters["don-vi"] && post.row[UNIT] !== filters["don-vi"]) return;
      var result = judge(post, state.query);
      if (result) state.pool.push(result);
    });
    state.seen += posts.length;
  }

  /* Results that the reader has been given stay where they are; the best of the others follow. */
  function show(done, part) {
    state.pool.sort(order);
    var room = state.want - state.frozen.length;
    var list = state.frozen.concat(state.pool.slice(0, room));
    var kept = state.frozen.length;
    while (results.children.length > kept) results.removeChild(results.lastChild);
    list.slice(kept).forEach(function (result) {
      results.appendChild(item(result, state.query));
    });
    var total = state.frozen.length + state.pool.length;
    var left = state.at < state.parts.length;
    var text = "";
    if (state.idle) {
      if (input.value.trim()) text = say("signs");
    } else {
      if (!done) text = (total ? say("found", total) + " " : "") + say("loading", 0, part && quarters[part.quarter]);
      else {
        text = total ? say("found", total) : say(left ? "yet" : "none");
        if (left) text += " " + say("older", 0, quarters[state.parts[state.at].quarter]);
        if (state.failed.length) text += " " + say("failed", 0, quarters[state.failed[0].quarter]);
      }
    }
    if (status.textContent !== text) status.textContent = text;
    results.setAttribute("aria-busy", String(!done));
    var hidden = total > list.length;
    var retry = state.failed.length > 0 && !hidden && !left;
    more.hidden = state.idle || !done || !(hidden || left || retry);
    more.textContent = say(hidden ? "more" : left ? "next" : "retry");
    if (done) {
      state.pool = state.pool.slice(room);
      state.frozen = list;
      if (state.then) state.then(kept);
    }
  }

  more.addEventListener("click", function () {
    var first = state.frozen.length;
    /* The new results begin where the reader is. */
    state.then = function () {
      state.then = null;
      var link = results.children[first] && results.children[first].querySelector("a");
      (link || input).focus();
    };
    if (state.failed.length && state.at >= state.parts.length && !state.pool.length) {
      state.parts = state.failed;
      state.failed = [];
      state.at = 0;
    }
    state.want += ENOUGH;
    state.reach *= 2;
    state.until = state.seen + state.reach;
    run += 1;
    go(run);
  });

  /* ---- The address: a search can be linked to, and Back leads to it ---- */

  function valuesOf() {
    var values = { q: input.value.trim() };
    Object.keys(selects).forEach(function (name) {
      values[name] = selects[name] ? selects[name].value : "";
    });
    return values;
  }

  function hashOf(values) {
    var pairs = Object.keys(values).filter(function (name) { return values[name]; });
    return "#" + pairs.map(function (name) {
      return name + "=" + encodeURIComponent(values[name]).replace(/%20/g, "+");
    }).join("&");
  }

  function remember(newEntry) {
    var hash = hashOf(valuesOf());
    if (hash === (location.hash || "#")) return;
    try {
      history[newEntry ? "pushState" : "replaceState"](null, "", location.pathname + hash);
    } catch (error) {
      /* Some browsers let a page from a disk change nothing but what stands behind the #. */
      if (newEntry) location.hash = hash;
      else location.replace(hash);
    }
  }

  function read() {
    var source = location.hash.length > 1 ? location.hash : location.search;
    var values = {};
    source.slice(1).split("&").forEach(function (pair) {
      var at = pair.indexOf("=");
      if (at < 0) return;
      try {
        values[pair.slice(0, at)] = decodeURIComponent(pair.slice(at + 1).replace(/\+/g, " "));
      } catch (error) {
        /* Not written by a form: nothing is asked for. */
      }
    });
    input.value = values.q || "";
    Object.keys(selects).forEach(function (name) {
      var select = selects[name];
      if (!select) return;
      select.value = values[name] || "";
      if (select.selectedIndex < 0) select.value = "";
    });
    search();
  }

  var timer;
  function soon(newEntry) {
    clearTimeout(timer);
    timer = setTimeout(function () {
      remember(newEntry);
      search();
    }, PAUSE);
  }

  function now() {
    clearTimeout(timer);
    remember(true);
    search();
  }

  /* A word that is being put together of several keys is searched when it is whole. */
  input.addEventListener("input", function (event) {
    if (!event.isComposing) soon(false);
  });
  input.addEventListener("compositionend", function () {
    soon(false);
  });
  form.addEventListener("submit", function (event) {
    event.preventDefault();
    now();
  });
  Object.keys(selects).forEach(function (name) {
    if (selects[name]) selects[name].addEventListener("change", now);
  });
  window.addEventListener("popstate", read);
  window.addEventListener("hashchange", function () {
    if (hashOf(valuesOf()) !== (location.hash || "#")) read();
  });

  /* ---- Keys: down to the results, up again, Escape back to an empty field ---- */

  function move(from, by) {
    var links = Array.prototype.slice.call(results.querySelectorAll("a"));
    var at = from === input ? -1 : links.indexOf(from);
    var to = at + by;
    if (to < 0) input.focus();
    else if (links[to]) links[to].focus();
  }

  input.addEventListener("keydown", function (event) {
    if (event.isComposing) return;
    if (event.key === "ArrowDown") {
      event.preventDefault();
      move(input, 1);
    } else if (event.key === "Escape" && input.value) {
      event.preventDefault();
      input.value = "";
      now();
    }
  });
  results.addEventListener("keydown", function (event) {
    var by = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (by && event.target.tagName === "A") {
      event.preventDefault();
      move(event.target, by);
    } else if (event.key === "Escape") {
      event.preventDefault();
      input.focus();
    }
  });

  read();
})();
