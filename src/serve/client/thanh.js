// The bar of the preview. It stands in a shadow tree of its own, so that neither the page's style
// reaches it nor its style the page.
(() => {
  'use strict';
  const T = "__STRINGS__";
  const STYLE = "__STYLE__";
  const mine = JSON.parse(document.currentScript.dataset.nq71);
  // The bar of the page around this one, when this one is shown in the size of a phone.
  const around = window.frameElement && window.frameElement.nq71;
  const here = location.pathname + location.search;
  const isBoard = mine.path === '__kiem-tra';
  // Such a page stands where another was, and will be again when what is wrong is mended.
  const isTried = mine.key.startsWith('!');
  const standsIn = isTried || mine.key === '404';
  // Numbers begin anew when the program is started again.
  const moment = (of) => `${of.run}-${of.number}`;
  const store = (name, value) => {
    name = `nq71-${around ? 'phone-' : ''}${name}`;
    try {
      if (value === undefined) return sessionStorage.getItem(name);
      sessionStorage.setItem(name, value);
    } catch { /* a browser that keeps nothing */ }
    return null;
  };
  const make = (tag, props = {}, ...children) => {
    const one = Object.assign(document.createElement(tag), props);
    one.append(...children.filter((child) => child !== '' && child !== null));
    return one;
  };

  // ---- What a page had when it was loaded again: where it was, and what was typed ----------------

  const fields = () => [...document.querySelectorAll('input, select, textarea')].filter((one) => !/password|file|hidden/.test(one.type));
  const what = (one) => (/checkbox|radio/.test(one.type) ? 'checked' : 'value');
  const values = () => fields().map((one) => one[what(one)]);
  let leaving = '';
  const remember = () => {
    if (!leaving || standsIn) return;
    store('page', JSON.stringify({
      path: leaving,
      at: [scrollX, scrollY],
      fields: values(),
      open: [...document.querySelectorAll('details')].map((one) => one.open),
      focus: fields().indexOf(document.activeElement),
    }));
  };
  let typed = 0;
  let waits = 0;
  addEventListener('input', (event) => { if (event.isTrusted) typed = Date.now(); }, true);
  const again = (to) => {
    // Whoever is typing finishes the word first.
    const wait = typed + 700 - Date.now();
    clearTimeout(waits);
    if (wait > 0) {
      waits = setTimeout(again, wait, to);
      return;
    }
    leaving = to || here;
    remember();
    if (to) location.replace(to + location.hash);
    else location.reload();
  };
  // What was typed since then, until the new page was there.
  addEventListener('pagehide', remember);

  const kept = standsIn ? null : JSON.parse(store('page') || 'null');
  if (!standsIn) store('page', '');
  const isKept = kept && kept.path === here;
  const own = values();
  const fill = () => {
    const all = fields();
    if (all.length !== kept.fields.length) return;
    all.forEach((one, at) => { one[what(one)] = kept.fields[at]; });
    if (kept.focus >= 0) all[kept.focus].focus({ preventScroll: true });
  };
  const restore = () => {
    // The page's own scripts have begun meanwhile: they are told, but do not take away what is typed.
    if (!typed) fill();
    fields().forEach((one, at) => {
      if (one[what(one)] === own[at]) return;
      one.dispatchEvent(new Event('input', { bubbles: true }));
      one.dispatchEvent(new Event('change', { bubbles: true }));
    });
    const details = [...document.querySelectorAll('details')];
    if (details.length === kept.open.length) details.forEach((one, at) => { one.open = kept.open[at]; });
    // Results of a search come after the fields are filled in; pictures have their size already.
    const scroll = () => scrollTo({ left: kept.at[0], top: kept.at[1], behavior: 'instant' });
    scroll();
    requestAnimationFrame(() => requestAnimationFrame(scroll));
  };
  if ('scrollRestoration' in history) history.scrollRestoration = 'auto';
  if (isKept) {
    fill();
    addEventListener('load', restore);
  }

  // ---- What stands in the page itself, also in the size of a phone --------------------------------

  const host = document.createElement('nq71-xem-thu');
  const root = host.attachShadow({ mode: 'open' });
  root.append(make('style', { textContent: STYLE }));
  if (around) host.style.setProperty('--bar', '0px');
  if (mine.post && mine.post.ribbon && mine.eyes === 'editors') {
    root.append(make('div', { className: 'ribbon' }, make('b', {}, mine.post.ribbon), make('span', {}, mine.post.instead)));
  }
  (document.body || document.documentElement).append(host);

  // A mark beside links that lead to what the public does not see.
  if (mine.eyes === 'editors') {
    for (const one of document.querySelectorAll('a[href]')) {
      const said = one.origin === location.origin && mine.marks[one.pathname];
      if (!said || !one.textContent.trim() || one.closest('.crumbs')) continue;
      const mark = document.createElement('nq71-dau');
      const inside = mark.attachShadow({ mode: 'open' });
      inside.append(make('style', { textContent: `:host{all:initial;margin-left:.45em;vertical-align:middle}
        b{font:600 12px/1.5 "Segoe UI",Roboto,"Noto Sans",Arial,sans-serif;background:#8a1c5b;color:#fff;border-radius:4px;padding:1px 7px;white-space:nowrap;display:inline-block}` }),
      make('b', {}, said));
      one.append(mark);
    }
  }

  // ---- The bar ----------------------------------------------------------------------------------

  const makeBar = () => {
    const bar = make('div', { className: 'bar', role: 'region', ariaLabel: T.bar });
    const overlay = make('div', { className: 'overlay', role: 'dialog', ariaLabel: T.show, hidden: true });
    const toast = make('div', { className: 'toast', role: 'status', hidden: true });
    root.append(overlay, toast, bar);

    const chip = (text, name = '') => make('span', { className: `chip ${name}`.trim() }, text);
    const link = (text, href, props = {}) => make('a', { href, ...props }, text);
    const button = (text, act, name = '') => make('button', { type: 'button', className: name, onclick: act }, text);

    const state = button('', () => {
      if (!overlay.hidden) minimise();
      else if (overlay.textContent) openOverlay();
      else location.href = '/__kiem-tra/';
    }, 'state');
    state.title = T.board;
    const eyes = make('span', { className: 'eyes', role: 'group' });
    const facts = make('span', { className: 'facts' });
    const tools = make('span', { className: 'tools' });
    const fold = button('', () => {
      store('folded', bar.classList.toggle('folded') ? '1' : '');
      fold.setAttribute('aria-expanded', String(!bar.classList.contains('folded')));
    }, 'fold');
    fold.ariaLabel = T.bar;
    fold.title = T.bar;
    bar.classList.toggle('folded', store('folded') === '1');
    bar.append(state, eyes, facts, tools, fold);
    // The bar has one line or several: nothing may lie below it.
    new ResizeObserver(() => {
      if (!bar.classList.contains('folded')) host.style.setProperty('--bar', `${bar.offsetHeight || 44}px`);
    }).observe(bar);

    const showState = ({ errors, warnings }) => {
      state.className = `state ${errors ? 'error' : warnings ? 'warning' : 'fine'}`;
      const parts = [errors ? `${errors} ${T.errors}` : '', warnings ? `${warnings} ${T.warnings}` : ''].filter(Boolean);
      const [most, less] = parts.length ? parts : [T.fine];
      state.replaceChildren(most, less ? make('span', {}, `, ${less}`) : '');
    };

    // The page that the bar speaks of: this one, or the one in the phone; and where it is.
    let page = mine;
    let at = here;
    const showFacts = (is) => {
      const all = [chip(is.status, is.ribbon ? 'hidden-post' : 'shown-post')];
      if (is.instead && page.eyes === 'public') all.push(chip(is.instead, 'lacks'));
      all.push(chip(is.counts, is.is_counted ? 'counts counted' : 'counts'));
      if (is.words) all.push(chip(is.words));
      for (const one of is.missing) all.push(chip(one, 'lacks'));
      if (is.findings) all.push(link(is.findings, is.board, { className: 'chip lacks' }));
      facts.replaceChildren(...all.flatMap((one) => [one, ' ']));
    };
    const show = (that, place) => {
      page = that;
      at = place;
      if (frame) store('phone', `${here} ${at}`);
      showState(page);
      eyes.replaceChildren();
      for (const [name, text] of [['editors', T.editors], ['public', T.public]]) {
        const is = page.eyes === name && !isBoard;
        const to = isBoard ? { editors: '/', public: '/__cong-khai/' }[name] : page.other;
        const one = link(text, to || '#', { className: is ? 'on' : '' });
        if (is) {
          one.removeAttribute('href');
          one.setAttribute('aria-current', 'true');
        }
        if (is || to) eyes.append(one);
      }
      facts.replaceChildren();
      tools.replaceChildren();
      const { post } = page;
      if (post) {
        showFacts(post);
        const name = post.file.split('/').pop();
        tools.append(button(name, async (event) => {
          const local = /^(localhost|127\.|\[::1\])/.test(location.host);
          const opened = local && event.shiftKey === false
            && (await fetch(`/__nq71/mo?tep=${encodeURIComponent(post.file)}`, { method: 'POST' }).catch(() => ({}))).ok;
          if (!opened) await navigator.clipboard?.writeText(post.file).catch(() => {});
          say('', opened ? T.opened : `${T.copied}: ${post.file}`);
        }, 'file'));
        tools.lastChild.title = `${T.open}: ${post.file}`;
      }
      if (!isBoard) tools.append(button(T.phone, phone, 'phone'));
      if (page.portal) {
        const portal = make('span', { className: 'word' }, `${T.portal} `);
        tools.append(make('a', { href: page.portal, target: '_blank', rel: 'noopener', ariaLabel: T.portal, title: T.portal }, portal, '↗'));
      }
    };

    // What is said in a corner is of a kind, by which it is taken back.
    let sayTimer = 0;
    const say = (kind, text, more, stays) => {
      toast.className = `toast ${kind}`.trim();
      toast.replaceChildren(text, ...(more ? [' ', more] : []));
      const close = button('×', () => { toast.hidden = true; }, 'close');
      close.ariaLabel = T.close;
      toast.append(close);
      toast.hidden = false;
      clearTimeout(sayTimer);
      if (!stays) sayTimer = setTimeout(() => { toast.hidden = true; }, more ? 20000 : 4000);
    };
    const unsay = (kind) => { if (toast.classList.contains(kind)) toast.hidden = true; };

    // ---- The phone: it stays until it is closed, and the page in it is loaded again, not this one ----

    let frame = null;
    const phone = (event) => {
      if (frame) {
        frame.remove();
        frame = null;
        isCovered = false;
        store('phone', '');
        if (at === here) listen();
        else location.href = at;
        return;
      }
      const [from, place] = (store('phone') || '').split(' ');
      const to = from === here ? place : here;
      const inside = make('iframe', { src: to === here ? here + location.hash : to, title: T.phone, nq71: itself });
      frame = make('div', { className: 'phone-ground', onclick: (event) => { if (event.target === frame) phone(); } },
        inside, button(`× ${T.close}`, phone, 'close-phone'));
      root.insertBefore(frame, bar);
      store('phone', `${here} ${to}`);
      if (event) frame.querySelector('button').focus();
      isCovered = true;
      rest();
    };

    // ---- Mistakes over the page -----------------------------------------------------------------

    let mistakes = [];
    let byHand = false;
    const ids = () => mistakes.map((one) => one.id);
    // What comes by itself leaves the focus where it is: somebody may be typing.
    const showOverlay = (yes) => {
      const hadFocus = overlay.contains(root.activeElement);
      byHand = byHand && yes;
      overlay.hidden = !yes;
      if (hadFocus && !yes) state.focus();
    };
    const openOverlay = () => {
      byHand = true;
      unsay('elsewhere');
      showOverlay(true);
      overlay.querySelector('.hide').focus();
    };
    // Who puts these away is not shown them again, on any page, until there is another.
    const minimise = () => {
      store('hidden', ids().join(' '));
      showOverlay(false);
    };
    // What is mended is forgotten: it is shown when it comes back.
    const keepHidden = () => {
      const hidden = store('hidden') || '';
      store('hidden', ids().filter((id) => hidden.includes(id)).join(' '));
      return hidden;
    };
    const fillOverlay = (news, hidden) => {
      if (overlay.dataset.html !== news.overlay) {
        overlay.dataset.html = news.overlay;
        const hadFocus = overlay.contains(root.activeElement);
        const panel = make('div', { className: 'panel', innerHTML: news.overlay });
        panel.prepend(make('div', { className: 'top' },
          link(T.board, '/__kiem-tra/', { className: 'to-board' }),
          button(T.hide, minimise, 'hide')));
        overlay.replaceChildren(...(news.overlay ? [panel] : []));
        if (hadFocus) (news.overlay ? panel.querySelector('.hide') : state).focus();
      }
      // A mistake in a post that this page does not show covers nothing: it may be a colleague's.
      const isCovering = mistakes.some((one) => one.here && !hidden.includes(one.id));
      showOverlay(news.overlay !== '' && (isCovering || byHand));
    };
    // A key that closes something does nothing else.
    const escape = (event) => {
      if (event.key !== 'Escape' || event.isComposing || (overlay.hidden && !frame)) return;
      event.preventDefault();
      event.stopPropagation();
      if (overlay.hidden) phone();
      else minimise();
    };

    // ---- What the bar tells of news -------------------------------------------------------------

    let first = true;
    const tell = (news) => {
      showState(news);
      mistakes = news.mistakes;
      const hidden = keepHidden();
      // Such pages list themselves what is wrong.
      if (isBoard || page.key.startsWith('!')) return showOverlay(false);
      if (news.post) showFacts(news.post);
      fillOverlay(news, hidden);
      const told = store('told');
      store('told', ids().join(' '));
      const others = mistakes.filter((one) => !one.here);
      if (!others.length) unsay('elsewhere');
      const other = told !== null && others.find((one) => !told.includes(one.id));
      const seen = store('seen');
      store('seen', moment(news));
      const { changed } = news;
      const isElsewhere = changed && changed.href !== at.split('?')[0];
      if (other) say('elsewhere', T.elsewhere, button(other.file, openOverlay), true);
      else if (isElsewhere && moment(news) !== seen && (!first || seen)) say('', T.changed, link(changed.title, changed.href));
      first = false;
    };
    let lost = 0;
    const lose = (is) => {
      bar.classList.toggle('lost', is);
      if (!is) {
        clearTimeout(lost);
        lost = 0;
        unsay('lost-word');
      } else if (!lost) lost = setTimeout(() => { if (!document.hidden) say('lost-word', T.lost, null, true); }, 3000);
    };

    const itself = { show, tell, lose, escape };
    show(mine, here);
    if (store('phone') && !isBoard) phone();
    return itself;
  };

  // ---- News -------------------------------------------------------------------------------------

  const restyle = (styles) => {
    const stem = (path) => path.split('/').pop().replace(/-[0-9a-f]+\.css$/, '');
    for (const one of document.querySelectorAll('link[rel="stylesheet"]')) {
      const old = new URL(one.href);
      const next = styles.find((path) => stem(path) === stem(old.pathname));
      if (!next || old.origin !== location.origin || old.pathname.endsWith(next)) continue;
      // The old style stays until the new one is there, so that nothing flickers.
      const fresh = one.cloneNode();
      fresh.href = (mine.eyes === 'public' ? '/__cong-khai/' : '/') + next;
      fresh.onload = () => one.remove();
      fresh.onerror = () => one.remove();
      one.after(fresh);
    }
  };

  const boardAgain = async () => {
    const text = await (await fetch(location.pathname)).text();
    const fresh = new DOMParser().parseFromString(text, 'text/html').querySelector('main');
    const opened = new Set([...document.querySelectorAll('details[open] > summary h2')].map((one) => one.textContent));
    for (const one of fresh.querySelectorAll('details')) if (opened.has(one.querySelector('h2')?.textContent)) one.open = true;
    document.querySelector('main').replaceWith(fresh);
  };
  let heard = moment(mine);
  const hear = (news) => {
    const isNew = isBoard || isTried ? moment(news) !== heard : news.key !== mine.key;
    heard = moment(news);
    if (isBoard && isNew) boardAgain();
    else if (isNew) return again(news.go);
    restyle(news.styles);
    bar.tell(news);
  };

  // A browser opens few connections to one server: only the page that is looked at holds one.
  let source = null;
  let isCovered = false;
  const listen = () => {
    if (source || document.hidden || isCovered) return;
    source = new EventSource(`/__nq71/su-kien?trang=${encodeURIComponent(mine.path)}&xem=${mine.eyes}`);
    source.onmessage = (event) => {
      bar.lose(false);
      hear(JSON.parse(event.data));
    };
    source.onerror = () => {
      bar.lose(true);
      if (source.readyState === EventSource.CLOSED) {
        source = null;
        setTimeout(listen, 1000);
      }
    };
  };
  const rest = () => {
    source?.close();
    source = null;
  };
  const bar = around || makeBar();
  addEventListener('keydown', bar.escape, true);
  if (around) bar.show(mine, here);
  document.addEventListener('visibilitychange', () => (document.hidden ? rest() : listen()));
  addEventListener('pagehide', rest);
  addEventListener('pageshow', listen);
  listen();
})();
