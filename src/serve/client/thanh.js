// The bar of the preview. It stands in a shadow tree of its own, so that neither the page's style
// reaches it nor its style the page.
(() => {
  'use strict';
  const T = "__STRINGS__";
  const STYLE = "__STYLE__";
  const mine = JSON.parse(document.currentScript.dataset.nq71);
  const inPhone = window.top !== window && new URLSearchParams(location.search).has('nq71-dien-thoai');
  const isBoard = mine.path === '__kiem-tra';
  const store = (name, value) => {
    try {
      if (value === undefined) return sessionStorage.getItem(`nq71-${name}`);
      sessionStorage.setItem(`nq71-${name}`, value);
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
  const remember = () => store('page', JSON.stringify({
    path: location.pathname + location.search,
    at: [scrollX, scrollY],
    fields: fields().map((one) => (/checkbox|radio/.test(one.type) ? one.checked : one.value)),
    open: [...document.querySelectorAll('details')].map((one) => one.open),
    focus: fields().indexOf(document.activeElement),
  }));
  const again = (to) => {
    remember();
    if (to) location.replace(to + location.hash);
    else location.reload();
  };
  const restore = () => {
    const kept = JSON.parse(store('page') || 'null');
    store('page', '');
    if (!kept || kept.path !== location.pathname + location.search) return;
    const all = fields();
    if (all.length === kept.fields.length) {
      all.forEach((one, at) => {
        const value = kept.fields[at];
        if (typeof value === 'boolean' ? one.checked === value : one.value === value) return;
        if (typeof value === 'boolean') one.checked = value;
        else one.value = value;
        one.dispatchEvent(new Event('input', { bubbles: true }));
        one.dispatchEvent(new Event('change', { bubbles: true }));
      });
      if (kept.focus >= 0) all[kept.focus].focus({ preventScroll: true });
    }
    const details = [...document.querySelectorAll('details')];
    if (details.length === kept.open.length) details.forEach((one, at) => { one.open = kept.open[at]; });
    // Results of a search come after the fields are filled in; pictures have their size already.
    const scroll = () => scrollTo({ left: kept.at[0], top: kept.at[1], behavior: 'instant' });
    scroll();
    requestAnimationFrame(() => requestAnimationFrame(scroll));
  };
  if ('scrollRestoration' in history) history.scrollRestoration = 'auto';
  if (document.readyState === 'complete') restore();
  else addEventListener('load', restore);

  // ---- The bar ----------------------------------------------------------------------------------

  const host = document.createElement('nq71-xem-thu');
  const root = host.attachShadow({ mode: 'open' });
  const style = document.createElement('style');
  style.textContent = STYLE;
  const bar = make('div', { className: 'bar', role: 'region', ariaLabel: T.bar });
  const overlay = make('div', { className: 'overlay', role: 'alertdialog', ariaLabel: T.show, hidden: true });
  const toast = make('div', { className: 'toast', role: 'status', hidden: true });
  root.append(style, overlay, toast, bar);
  const post = mine.post;
  const own = location.hash && !isBoard ? location.hash : '';

  const chip = (text, name = '') => make('span', { className: `chip ${name}`.trim() }, text);
  const link = (text, href, props = {}) => make('a', { href, ...props }, text);
  const button = (text, act, name = '') => make('button', { type: 'button', className: name, onclick: act }, text);

  if (post && post.ribbon && mine.eyes === 'editors') {
    root.append(make('div', { className: 'ribbon' }, make('b', {}, post.ribbon), make('span', {}, post.instead)));
  }

  const state = button('', () => {
    if (overlay.textContent) showOverlay(overlay.hidden);
    else location.href = '/__kiem-tra/';
  }, 'state');
  const eyes = make('span', { className: 'eyes', role: 'group' });
  for (const [name, text] of [['editors', T.editors], ['public', T.public]]) {
    const is = mine.eyes === name && !isBoard;
    const to = isBoard ? { editors: '/', public: '/__cong-khai/' }[name] : mine.other;
    const one = link(text, to || '#', { className: is ? 'on' : '' });
    if (is) {
      one.removeAttribute('href');
      one.setAttribute('aria-current', 'true');
    }
    if (is || to) eyes.append(one);
  }
  const facts = make('span', { className: 'facts' });
  const showFacts = (is) => {
    const all = [chip(is.status, is.ribbon ? 'hidden-post' : 'shown-post'), chip(is.counts, is.is_counted ? 'counted' : ''), chip(is.words)];
    for (const one of is.missing) all.push(chip(one, 'lacks'));
    if (is.findings) all.push(link(is.findings, is.board, { className: 'chip lacks' }));
    facts.replaceChildren(...all);
  };
  if (post) showFacts(post);
  const tools = make('span', { className: 'tools' });
  if (post) {
    const name = post.file.split('/').pop();
    tools.append(button(name, async (event) => {
      const local = /^(localhost|127\.|\[::1\])/.test(location.host);
      const opened = local && event.shiftKey === false
        && (await fetch(`/__nq71/mo?tep=${encodeURIComponent(post.file)}`, { method: 'POST' }).catch(() => ({}))).ok;
      if (!opened) await navigator.clipboard?.writeText(post.file).catch(() => {});
      say(opened ? T.opened : `${T.copied}: ${post.file}`);
    }, 'file'));
    tools.lastChild.title = `${T.open}: ${post.file}`;
  }
  if (!isBoard) tools.append(button(T.phone, () => phone(), 'phone'));
  if (mine.portal) {
    const portal = make('span', { className: 'word' }, `${T.portal} `);
    tools.append(make('a', { href: mine.portal, target: '_blank', rel: 'noopener', ariaLabel: T.portal, title: T.portal }, portal, '↗'));
  }
  const fold = button('', () => {
    store('folded', bar.classList.toggle('folded') ? '1' : '');
    fold.setAttribute('aria-expanded', String(!bar.classList.contains('folded')));
  }, 'fold');
  fold.ariaLabel = T.bar;
  fold.title = T.bar;
  bar.classList.toggle('folded', store('folded') === '1');
  bar.append(state, eyes, facts, tools, fold);
  if (!inPhone) bar.hidden = false;
  else bar.hidden = true;
  (document.body || document.documentElement).append(host);
  // On a phone the bar has two lines, or three: nothing may lie below it.
  new ResizeObserver(() => {
    if (!bar.classList.contains('folded')) host.style.setProperty('--bar', `${bar.offsetHeight || 44}px`);
  }).observe(bar);

  const showState = (errors, warnings) => {
    state.className = `state ${errors ? 'error' : warnings ? 'warning' : 'fine'}`;
    const parts = [errors ? `${errors} ${T.errors}` : '', warnings ? `${warnings} ${T.warnings}` : ''].filter(Boolean);
    state.textContent = parts.length ? parts.join(', ') : T.fine;
    state.title = T.board;
  };
  showState(mine.errors, mine.warnings);

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

  let sayTimer = 0;
  const say = (text, more, stays) => {
    toast.replaceChildren(text, ...(more ? [' ', more] : []));
    const close = button('×', () => { toast.hidden = true; }, 'close');
    close.ariaLabel = T.close;
    toast.append(close);
    toast.hidden = inPhone;
    clearTimeout(sayTimer);
    if (!stays) sayTimer = setTimeout(() => { toast.hidden = true; }, more ? 20000 : 4000);
  };

  // ---- The phone --------------------------------------------------------------------------------

  let frame = null;
  const phone = () => {
    if (frame) {
      const at = frame.querySelector('iframe').contentWindow.location;
      frame.remove();
      frame = null;
      document.documentElement.style.removeProperty('overflow');
      if (at.pathname !== location.pathname) location.href = at.pathname + at.hash;
      return;
    }
    frame = make('div', { className: 'phone-ground', onclick: (event) => { if (event.target === frame) phone(); } },
      make('iframe', { src: `${location.pathname}?nq71-dien-thoai=1${own}`, title: T.phone }),
      button(`× ${T.close}`, () => phone(), 'close-phone'));
    root.insertBefore(frame, bar);
    frame.querySelector('button').focus();
  };

  // ---- Mistakes over the page -------------------------------------------------------------------

  const showOverlay = (yes) => {
    overlay.hidden = !yes || inPhone;
    if (yes && !inPhone) overlay.querySelector('button')?.focus();
  };
  const fillOverlay = (html) => {
    if (overlay.dataset.html === html) return;
    const wasOpen = !overlay.hidden || !overlay.dataset.html;
    overlay.dataset.html = html;
    if (!html) {
      overlay.replaceChildren();
      overlay.hidden = true;
      return;
    }
    const panel = make('div', { className: 'panel' });
    panel.innerHTML = html;
    panel.prepend(make('div', { className: 'top' },
      link(T.board, '/__kiem-tra/', { className: 'to-board' }),
      button(T.hide, () => showOverlay(false), 'hide')));
    overlay.replaceChildren(panel);
    showOverlay(wasOpen);
  };
  root.addEventListener('keydown', (event) => {
    if (event.key !== 'Escape') return;
    if (frame) phone();
    else showOverlay(false);
  });
  addEventListener('keydown', (event) => {
    if (event.key === 'Escape' && !overlay.hidden) showOverlay(false);
  });

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

  let first = true;
  const boardAgain = async (number) => {
    const text = await (await fetch(location.pathname)).text();
    const fresh = new DOMParser().parseFromString(text, 'text/html').querySelector('main');
    const opened = new Set([...document.querySelectorAll('details[open] > summary h2')].map((one) => one.textContent));
    for (const one of fresh.querySelectorAll('details')) if (opened.has(one.querySelector('h2')?.textContent)) one.open = true;
    document.querySelector('main').replaceWith(fresh);
    mine.key = String(number);
  };
  const hear = (news) => {
    const tried = mine.key.startsWith('!');
    const isNew = tried ? news.number !== mine.number : news.key !== mine.key;
    showState(news.errors, news.warnings);
    if (isBoard) {
      if (isNew) boardAgain(news.number);
      return;
    }
    if (news.go && isNew) return again(news.go);
    if (isNew) return again();
    if (news.post) showFacts(news.post);
    fillOverlay(tried ? '' : news.overlay);
    restyle(news.styles);
    const changed = news.changed;
    const seen = Number(store('seen') || 0);
    const news_of_elsewhere = changed && new URL(changed.href, location).pathname !== location.pathname;
    // After a restart of the server its numbers begin anew.
    if (news_of_elsewhere && news.number !== seen && (!first || seen)) say(T.changed, link(changed.title, changed.href));
    store('seen', String(news.number));
    first = false;
  };

  // A browser opens few connections to one server: only the page that is looked at holds one.
  let source = null;
  let lost = 0;
  const listen = () => {
    if (source || document.hidden) return;
    source = new EventSource(`/__nq71/su-kien?trang=${encodeURIComponent(mine.path)}&xem=${mine.eyes}`);
    source.onmessage = (event) => {
      clearTimeout(lost);
      lost = 0;
      if (bar.classList.contains('lost')) toast.hidden = true;
      bar.classList.remove('lost');
      hear(JSON.parse(event.data));
    };
    source.onerror = () => {
      bar.classList.add('lost');
      if (!lost) lost = setTimeout(() => { if (!document.hidden) say(T.lost, null, true); }, 3000);
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
  document.addEventListener('visibilitychange', () => (document.hidden ? rest() : listen()));
  addEventListener('pagehide', rest);
  addEventListener('pageshow', listen);
  listen();
})();
