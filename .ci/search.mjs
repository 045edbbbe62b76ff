// Searches a built section in Chromium as a reader would, from its files or from a server.
//
//   node .ci/search.mjs ADDRESS
//   node .ci/search.mjs ADDRESS --find WORDS EXPECTED
//   node .ci/search.mjs ADDRESS --measure RATE
//
// ADDRESS is where the section of examples/so is: file:///…/public/ or http://…/so/.
// --find only insists that the first result for WORDS shows EXPECTED, on any section.
// --measure only takes the time of the first search on any section, with the processor slowed
// down RATE times: see docs/performance.md.

import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { chromium } from 'playwright-core';

const BROWSERS = [process.env.CHROMIUM, '/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];
const base = process.argv[2].replace(/\/?$/, '/');
const rate = process.argv[3] === '--measure' ? Number(process.argv[4] ?? 4) : 0;
const at = `${base}tim-kiem/index.html`;
const cases = JSON.parse(readFileSync(new URL('../tests/fold-cases.json', import.meta.url), 'utf8'));

const browser = await chromium.launch({
  executablePath: BROWSERS.find((path) => path && existsSync(path)),
  args: ['--no-sandbox'],
});
const context = await browser.newContext({ viewport: { width: 360, height: 740 }, locale: 'vi-VN' });
const asked = [];
context.on('request', (request) => asked.push(request.url()));
const page = await context.newPage();
page.on('pageerror', (error) => { throw error; });
page.on('console', (message) => { if (message.type() === 'error') throw new Error(message.text()); });

/** Waits until the search has come to its end. */
async function settled() {
  await page.waitForTimeout(220);
  await page.waitForFunction(() => document.getElementById('nq-results').getAttribute('aria-busy') === 'false');
}

async function search(words) {
  await page.fill('#nq-q', words);
  await settled();
  return titles();
}

const titles = () => page.$$eval('#nq-results .result-title', (all) => all.map((one) => one.textContent));
const marks = () => page.$$eval('#nq-results li:first-child mark', (all) => all.map((one) => one.textContent));
const text = (selector) => page.$eval(selector, (one) => one.textContent);
const active = () => page.evaluate(() => document.activeElement.textContent.trim() || document.activeElement.id);

async function check(name, run) {
  await run();
  console.log(`ok: ${name}`);
}

if (rate) {
  await measure();
} else if (process.argv[3] === '--find') {
  await page.goto(at);
  const [words, expected] = process.argv.slice(4);
  await check(`“${words}” finds “${expected}”`, () => finds(words, expected));
} else {
  await everything();
}
await browser.close();

async function everything() {
  await page.goto(at);
  await check('nothing of the index is loaded before a search', async () => {
    assert.deepEqual(asked.filter((url) => /\d-\d+\.js/.test(url)), []);
  });

  await check('the page folds as the program does', async () => {
    const folded = await page.evaluate((all) => all.map(([given]) => window.nq71TimKiem.fold(given)), cases);
    assert.deepEqual(folded, cases.map(([, expected]) => expected));
  });

  await check('words are found however they are typed', async () => {
    for (const [words, expected] of [
      ['nghi quyet', 'Nghị quyết'],
      ['nghị quyêt', 'Nghị quyết'],
      ['duong den truong', 'trường'],
      ['DAO TAO', 'đào tạo'],
      ['71-NQ/TW', '71-NQ/TW'],
      ['nq71', '71-NQ/TW'],
      ['Nghị quyết'.normalize('NFD'), 'Nghị quyết'],
    ]) await finds(words, expected);
    assert.deepEqual(await search('hoà nhập'), await search('hòa nhập'));
    assert.ok((await titles()).length > 0);
  });

  await check('what was found is marked, in the words of the page', async () => {
    await search('nq71');
    const found = await marks();
    assert.ok(found.includes('71') && found.includes('NQ'), found.join());
    await search('NGHI QUYET');
    assert.ok((await marks()).includes('Nghị'));
  });

  await check('marks that were typed come first', async () => {
    const has = (one, word) => new RegExp(`(^|[^\\p{L}])${word}([^\\p{L}]|$)`, 'iu').test(one.normalize('NFC'));
    const pages = async (word) => {
      await search(word);
      return page.$$eval('#nq-results li', (all) => all.map((one) => one.textContent));
    };
    for (const word of ['bạn', 'bàn']) {
      const found = await pages(word);
      assert.ok(found.length > 1 && has(found[0], word), `${word}: ${found[0]}`);
      const last = found.findLastIndex((one) => has(one, word));
      const bare = found.findIndex((one) => !has(one, word) && !one.includes('nội dung bài'));
      assert.ok(bare < 0 || bare > last, `${word}: ${bare} before ${last}`);
    }
  });

  await check('a title comes before a text', async () => {
    const first = (await search('khuyến học'))[0];
    assert.match(first, /khuyến học/i);
  });

  await check('all words must be there, and nonsense is answered', async () => {
    assert.deepEqual(await search('nghị quyết zzzzqq'), []);
    assert.match(await text('#nq-status'), /^Không tìm thấy/);
    await search('<img src=x onerror=alert(1)>');
    assert.equal(await page.$('#nq-results img'), null);
  });

  await check('filters limit what is found, and make a list without words', async () => {
    await search('trường');
    const quarter = await page.$eval('#nq-quy option:nth-child(3)', (one) => one.value);
    await page.selectOption('#nq-quy', quarter);
    await settled();
    const [year, number] = [Number(quarter.slice(0, 4)), Number(quarter.slice(-1))];
    const months = await page.$$eval('#nq-results li', (all) => all.map((one) => one.querySelector('.soft').textContent.match(/\d+\/(\d+)\/(\d+)/).slice(1).map(Number)));
    assert.ok(months.length > 0);
    for (const [month, of] of months) {
      // By the rule of nd09 a quarter begins in the month before it.
      const distance = (of * 12 + month) - (year * 12 + number * 3 - 2);
      assert.ok(distance >= -1 && distance <= 2, `${month}/${of} in ${quarter}`);
    }
    await page.selectOption('#nq-quy', '');
    await page.selectOption('#nq-loai', 'video');
    await settled();
    let lines = await page.$$eval('#nq-results li .soft:nth-of-type(2)', (all) => all.map((one) => one.textContent));
    assert.ok(lines.length > 0 && lines.every((line) => line.includes('Video')), lines.join('\n'));
    await page.selectOption('#nq-loai', '');
    await page.fill('#nq-q', '');
    await page.selectOption('#nq-don-vi', 'mn-hoa-ban');
    await settled();
    const unit = await page.$eval('#nq-don-vi', (one) => one.selectedOptions[0].text);
    lines = await page.$$eval('#nq-results li .soft:nth-of-type(2)', (all) => all.map((one) => one.textContent));
    assert.ok(lines.length > 0 && lines.every((line) => line.includes(unit)), lines.join('\n'));
    await page.selectOption('#nq-don-vi', '');
    await settled();
  });

  await check('a search has an address, and Back leads to the one before', async () => {
    await page.goto('about:blank');
    await page.goto(`${at}#q=duong+den+truong`);
    await settled();
    assert.equal(await page.inputValue('#nq-q'), 'duong den truong');
    const found = await titles();
    assert.ok(found.length > 0);
    await page.fill('#nq-q', 'thư viện');
    await page.keyboard.press('Enter');
    await settled();
    assert.match(decodeURIComponent(page.url()), /#q=thư\+viện$/);
    await page.goBack();
    await settled();
    assert.deepEqual(await titles(), found);
    await page.goForward();
    await settled();
    assert.equal(await page.inputValue('#nq-q'), 'thư viện');
    await page.goto(`${at}?q=%C4%91%C6%B0%E1%BB%9Dng+%C4%91%E1%BA%BFn+tr%C6%B0%E1%BB%9Dng`);
    await settled();
    assert.ok((await titles()).length > 0);
  });

  await check('a result leads to its post, and Back to the results', async () => {
    const [first] = await search('ngày hội STEM');
    await page.click('#nq-results a');
    await page.waitForSelector('article h1, main h1');
    assert.equal((await text('h1')).trim().replace(/\s+/g, ' '), first);
    await page.goBack();
    await settled();
    assert.equal((await titles())[0], first);
  });

  await check('a post that is elsewhere is said to be', async () => {
    await search('quỹ khuyến học');
    const link = await page.$eval('#nq-results li', (one) => [one.querySelector('a').href, one.textContent]);
    assert.match(link[0], /^https:\/\/thpt-an-mau\./);
    assert.match(link[1], /Mở trang của đơn vị/);
  });

  await check('keys alone are enough', async () => {
    const found = await search('học sinh');
    await page.focus('#nq-q');
    await page.keyboard.press('ArrowDown');
    assert.equal(await active(), found[0]);
    await page.keyboard.press('ArrowDown');
    assert.equal(await active(), found[1]);
    await page.keyboard.press('Tab');
    assert.equal(await active(), found[2]);
    await page.keyboard.press('ArrowUp');
    await page.keyboard.press('ArrowUp');
    await page.keyboard.press('ArrowUp');
    assert.equal(await active(), 'nq-q');
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Escape');
    assert.equal(await active(), 'nq-q');
    await page.keyboard.press('Escape');
    await settled();
    assert.deepEqual([await page.inputValue('#nq-q'), await titles(), await text('#nq-status')], ['', [], '']);
  });

  await check('more results follow those that are there', async () => {
    const found = await search('trường');
    assert.equal(found.length, 20);
    await page.click('#nq-more');
    await settled();
    const all = await titles();
    assert.deepEqual(all.slice(0, 20), found);
    assert.ok(all.length > 20);
    assert.equal(await active(), all[20]);
    const hrefs = await page.$$eval('#nq-results .result-title a', (links) => links.map((one) => one.href));
    assert.equal(new Set(hrefs).size, hrefs.length, 'a post is shown once');
  });

  await check('fast typing shows what was typed last', async () => {
    await page.fill('#nq-q', '');
    await page.type('#nq-q', 'thư viện số', { delay: 15 });
    await settled();
    const slowly = await titles();
    assert.deepEqual(await search('thư viện số'), slowly);
  });

  // Only what is asked of a server can be kept back.
  if (!base.startsWith('file:')) await check('a part that is not there is said, and asked for again', async () => {
    const fresh = await context.newPage();
    let lost = true;
    await fresh.route(/2026-q4-1\.js/, (route) => (lost ? route.abort() : route.continue()));
    await fresh.goto(`${at}#q=nghi+quyet`);
    await fresh.waitForFunction(() => /Không tải được dữ liệu của Quý IV\/2026/.test(document.getElementById('nq-status').textContent));
    const before = await fresh.$$eval('#nq-results li', (all) => all.length);
    lost = false;
    for (let times = 0; times < 20 && (await fresh.isVisible('#nq-more')); times += 1) {
      await fresh.click('#nq-more');
      await fresh.waitForTimeout(150);
    }
    assert.ok((await fresh.$$eval('#nq-results li', (all) => all.length)) > before);
    assert.doesNotMatch(await fresh.$eval('#nq-status', (one) => one.textContent), /Không tải được/);
    await fresh.close();
  });

  await check('without script the page says so and leads to the lists', async () => {
    const plain = await (await browser.newContext({ javaScriptEnabled: false })).newPage();
    await plain.goto(at);
    assert.equal(await plain.isVisible('form.search'), false);
    assert.equal(await plain.isVisible('.note'), true);
    assert.ok((await plain.$$('#nq-lists a')).length > 5);
  });

  await check('nobody else is asked for anything', async () => {
    const foreign = asked.filter((url) => !url.startsWith(base) && url !== 'about:blank');
    assert.deepEqual(foreign, []);
    assert.ok(asked.some((url) => url.includes('tim-kiem/2026-q4-1.js')));
  });
}

async function finds(words, expected) {
  const found = await search(words);
  assert.ok(found.length > 0, `${words}: ${await text('#nq-status')}`);
  const first = await page.$eval('#nq-results li', (one) => one.textContent);
  assert.ok(first.toLowerCase().includes(expected.toLowerCase()), `${words}: ${first}`);
  assert.match(await text('#nq-status'), /^Tìm thấy \d+ bài\./);
}

async function measure() {
  const session = await context.newCDPSession(page);
  await session.send('Emulation.setCPUThrottlingRate', { rate });
  for (const words of ['nghi quyet', 'duong den truong', 'đổi mới', 'zzzz']) {
    await page.goto('about:blank');
    await page.goto(at);
    const times = await page.evaluate(async (words) => {
      const input = document.getElementById('nq-q');
      const results = document.getElementById('nq-results');
      const begun = performance.now();
      input.value = words;
      input.dispatchEvent(new Event('input', { bubbles: true }));
      const until = (true_) => new Promise((done) => {
        const look = () => (true_() ? done(performance.now() - begun) : setTimeout(look, 5));
        look();
      });
      const first = await Promise.race([
        until(() => results.children.length > 0 || results.getAttribute('aria-busy') === 'false' && document.getElementById('nq-status').textContent),
      ]);
      const done = await until(() => results.getAttribute('aria-busy') === 'false');
      return { first, done, found: document.getElementById('nq-status').textContent };
    }, words);
    const parts = asked.filter((url) => /\d-\d+\.js/.test(url)).length;
    asked.length = 0;
    console.log(`${words}: first ${times.first.toFixed(0)} ms, settled ${times.done.toFixed(0)} ms, ${parts} parts; ${times.found}`);
  }
}
