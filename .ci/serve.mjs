// Drives `nq71 serve` as an editor does, in Chromium: edits files of a small site and says what a
// page shows of it, and how long that took.
//
//   node .ci/serve.mjs [--shots FOLDER] NQ71
//
// NQ71 is the program. The site is made in a temporary folder.

import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { createInterface } from 'node:readline';
import { chromium } from 'playwright-core';

const PATIENCE = 20_000;
const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const BROWSERS = [process.env.CHROMIUM, '/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];
const words = process.argv.slice(2);
const shots = words[0] === '--shots' ? words.splice(0, 2)[1] : '';
const [program] = words;

const site = mkdtempSync(join(tmpdir(), 'nq71-xem-'));
const put = (path, text) => {
  mkdirSync(dirname(join(site, path)), { recursive: true });
  writeFileSync(join(site, path), text);
};
const post = (title, more = '', text = 'Nội dung ban đầu.') => `+++
title = "${title}"
date = 2026-10-05
type = "tin"
summary = "Một tóm tắt đủ dài để không ai phải nhắc, vì mỗi bài đăng nên có từ hai mươi đến sáu mươi từ cho người đọc vội."
${more}
+++

${text}
`;
const REGISTRY = 'code,name\nth-a,Trường Tiểu học A\nth-b,Trường Tiểu học B\n';
const SETTINGS = 'base_url = "https://a.example.vn/nghi-quyet-71/"\nregistry = "don-vi.csv"\n';
const LONG = Array.from({ length: 60 }, (_, at) => `Đoạn văn thứ ${at + 1} của một bài dài.`).join('\n\n');
put('nq71.toml', SETTINGS);
put('don-vi.csv', REGISTRY);
put('content/th-a/mot.md', post('Lễ khai giảng năm học mới', '', LONG));
put('content/th-a/nhap.md', post('Bài còn đang viết dở', 'status = "nhap"'));

let server;
const start = (port) => new Promise((found, failed) => {
  server = spawn(program, ['--format', 'json', 'serve', '-r', site, '-p', port, '--date', '2026-11-21'], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  server.on('exit', (code) => failed(new Error(`the server ended: ${code}`)));
  createInterface({ input: server.stdout }).on('line', (line) => {
    const report = JSON.parse(line);
    if (report.summary.event === 'listening') found(report.data.url);
  });
});
const stop = () => new Promise((ended) => {
  server.removeAllListeners('exit');
  server.on('exit', ended);
  server.kill('SIGINT');
});
const base = await start('0');
/** Ends the program, and starts it again where it was. */
const restarted = async (meanwhile) => {
  await stop();
  meanwhile();
  const again = await start(new URL(base).port);
  must(again === base, `started again at ${again}`);
};

const browser = await chromium.launch({
  executablePath: BROWSERS.find((path) => path && existsSync(path)),
  args: ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking'],
});
const context = await browser.newContext({ viewport: { width: 1280, height: 800 }, locale: 'vi-VN' });
const page = await context.newPage();
const problems = [];
page.on('pageerror', (error) => problems.push(`script: ${error.message}`));

const show = async (name) => {
  if (!shots) return;
  mkdirSync(shots, { recursive: true });
  for (const width of [1280, 360]) {
    await page.setViewportSize({ width, height: 800 });
    await page.waitForTimeout(150);
    await page.screenshot({ path: join(shots, `${name}-${width}.png`) });
  }
  await page.setViewportSize({ width: 1280, height: 800 });
};
const step = async (what, work) => {
  const begun = performance.now();
  try {
    await work();
    console.log(`ok: ${what} (${Math.round(performance.now() - begun)} ms)`);
  } catch (error) {
    problems.push(`${what}: ${error.message.split('\n')[0]}`);
    console.log(`FAILED: ${what}: ${error.message}`);
  }
};
const open = (path) => page.goto(base + path, { waitUntil: 'load' });
const sees = (text) => page.getByText(text, { exact: false }).first().waitFor({ timeout: PATIENCE });
const goneFrom = (locator) => locator.first().waitFor({ state: 'hidden', timeout: PATIENCE });
const bar = page.locator('nq71-xem-thu .bar');
const overlay = page.locator('nq71-xem-thu .overlay');
const toast = page.locator('nq71-xem-thu .toast');
const must = (is, what) => { if (!is) throw new Error(what); };
/** What of the bar and its chips is not to be seen whole. */
const cutOff = () => page.evaluate(() => {
  const root = document.querySelector('nq71-xem-thu').shadowRoot;
  const top = (one, x, y) => one === root.elementFromPoint(x, y) || one.contains(root.elementFromPoint(x, y));
  return [...root.querySelectorAll('.state, .eyes > *, .facts > *, .fold')].filter((one) => {
    const boxes = [...one.getClientRects()];
    const isSeen = (box) => top(one, box.left + 3, box.top + box.height / 2) && top(one, box.right - 3, box.top + box.height / 2);
    return !boxes.length || !boxes.every(isSeen) || one.scrollWidth > one.clientWidth + 1 && one.clientWidth > 0;
  }).map((one) => one.textContent);
});
/** That what is over the page, or is the page, can be read by day and by night. */
const readable = async (within) => {
  for (const colorScheme of ['light', 'dark']) {
    await page.emulateMedia({ colorScheme });
    await page.evaluate(`window.axe || (() => { ${axe} })()`);
    const { violations } = await page.evaluate((include) => axe.run({ include }, { runOnly: ['color-contrast'], preload: false }), within);
    must(!violations.length, `${colorScheme}: ${violations.flatMap((one) => one.nodes).map((node) => `${node.html.slice(0, 80)}: ${node.any[0]?.message}`).join('; ')}`);
    const light = await page.locator(within.at(-1)).first().evaluate((one) => getComputedStyle(one).backgroundColor.match(/\d+/g).reduce((sum, part) => sum + Number(part), 0));
    must(light > 382 === (colorScheme === 'light'), `${colorScheme}: the ground is ${light} of 765`);
    await show(`${within.at(-1).replace(/\W/g, '')}-${colorScheme}`);
  }
  await page.emulateMedia({ colorScheme: 'light' });
};

await step('an edit is shown where the reader stands', async () => {
  await open('don-vi/th-a/bai/mot.html');
  await page.evaluate(() => scrollTo(0, 900));
  const edited = LONG.replace('Đoạn văn thứ 3 ', 'Đoạn văn vừa được sửa ');
  put('content/th-a/mot.md', post('Lễ khai giảng năm học mới', '', edited));
  await sees('Đoạn văn vừa được sửa');
  await page.waitForFunction(() => Math.abs(scrollY - 900) < 30, null, { timeout: PATIENCE });
});
await step('a title edit is shown in lists', async () => {
  await open('index.html');
  put('content/th-a/mot.md', post('Lễ khai giảng ở điểm trường xa', '', LONG));
  await sees('Lễ khai giảng ở điểm trường xa');
});
await step('a draft has a ribbon, and its links a mark', async () => {
  await page.locator('nq71-dau').first().waitFor({ timeout: PATIENCE });
  await show('marks');
  await open('don-vi/th-a/bai/nhap.html');
  await page.locator('nq71-xem-thu .ribbon', { hasText: 'Bản nháp' }).waitFor({ timeout: PATIENCE });
  await show('draft');
  await bar.getByText('Công chúng').click();
  await page.waitForURL(/__cong-khai/);
  must((await page.title()).length > 0, 'no page');
  must(await page.locator('nq71-xem-thu .ribbon').count() === 0, 'a ribbon for the public');
});
await step('the count goes from 01 to 02 when a draft is approved', async () => {
  await open('thong-ke/2026-q4/th-a.html');
  const counted = () => page.evaluate(() => document.body.innerText.match(/bài nháp|viết dở/gi)?.length ?? 0);
  must(await counted() === 0, 'the draft is counted');
  put('content/th-a/nhap.md', post('Bài còn đang viết dở'));
  await sees('Bài còn đang viết dở');
});
await step('a broken front matter is shown over the page, in Vietnamese, with its line', async () => {
  await open('don-vi/th-a/bai/mot.html');
  put('content/th-a/mot.md', post('Lễ khai giảng ở điểm trường xa', '', LONG).replace('"tin"', '"tinn"'));
  await overlay.getByText('không có hình thức').waitFor({ timeout: PATIENCE });
  const said = await overlay.innerText();
  for (const part of ['content/th-a/mot.md:4:8', 'type = "tinn"', 'có phải tin?', 'hinh-thuc-la']) {
    must(said.includes(part), `“${part}” is not in “${said}”`);
  }
  must((await page.locator('h1').innerText()).includes('Lễ khai giảng'), 'the last good page is gone');
  await readable(['nq71-xem-thu', '.panel']);
});
await step('loaded anew, the page is still the last good one', async () => {
  await page.reload();
  await overlay.getByText('không có hình thức').waitFor({ timeout: PATIENCE });
  must((await page.locator('h1').innerText()).includes('Lễ khai giảng'), 'the last good page is gone');
  await page.keyboard.press('Escape');
  await goneFrom(overlay);
});
await step('the list of findings is live', async () => {
  await open('__kiem-tra/');
  await sees('content/th-a/mot.md:4:8');
  await readable(['body']);
  put('content/th-a/mot.md', post('Lễ khai giảng ở điểm trường xa', '', LONG));
  await goneFrom(page.getByText('content/th-a/mot.md:4:8'));
});
await step('the overlay goes when the mistake goes', async () => {
  put('content/th-a/mot.md', post('Ngắn', '', LONG));
  await open('don-vi/th-a/bai/mot.html');
  await overlay.locator('.finding').first().waitFor({ timeout: PATIENCE });
  put('content/th-a/mot.md', post('Lễ khai giảng ở điểm trường xa', '', LONG));
  await goneFrom(overlay);
});
await step('another post that changed is told of with a link', async () => {
  put('content/th-a/nhap.md', post('Bài còn đang viết dở', '', 'Một câu khác.'));
  await page.locator('nq71-xem-thu .toast a', { hasText: 'Bài còn đang viết dở' }).click({ timeout: PATIENCE });
  await sees('Một câu khác.');
});
await step('a post that is added, renamed and deleted', async () => {
  await open('don-vi/th-a/index.html');
  put('content/th-a/moi.md', post('Bài mới của trường hôm nay'));
  await page.getByRole('link', { name: 'Bài mới của trường hôm nay' }).first().click({ timeout: PATIENCE });
  await page.waitForURL(/bai\/moi\.html/);
  renameSync(join(site, 'content/th-a/moi.md'), join(site, 'content/th-a/ten-khac.md'));
  await page.waitForURL(/bai\/ten-khac\.html/, { timeout: PATIENCE });
  rmSync(join(site, 'content/th-a/ten-khac.md'));
  await goneFrom(page.getByText('Bài mới của trường hôm nay'));
});
await step('a unit that is added and deleted', async () => {
  await open('don-vi/index.html');
  put('don-vi.csv', `${REGISTRY}th-c,Trường Tiểu học Cê\n`);
  await sees('Trường Tiểu học Cê');
  put('don-vi.csv', REGISTRY);
  await goneFrom(page.getByText('Trường Tiểu học Cê'));
});
await step('a style without loading the page again, and a template with it', async () => {
  await open('don-vi/th-a/bai/mot.html');
  await page.evaluate(() => { window.stays = true; });
  put('themes/chuan/assets/chuan.css', 'body{background:rgb(1, 2, 3)}');
  await page.waitForFunction(() => getComputedStyle(document.body).backgroundColor === 'rgb(1, 2, 3)', null, { timeout: PATIENCE });
  must(await page.evaluate(() => window.stays === true), 'the page was loaded again');
  rmSync(join(site, 'themes'), { recursive: true });
  await page.waitForFunction(() => getComputedStyle(document.body).backgroundColor !== 'rgb(1, 2, 3)', null, { timeout: PATIENCE });
  put('themes/chuan/templates/frame-foot.html', '<footer>Chân trang vừa đổi</footer>\n');
  await sees('Chân trang vừa đổi');
  put('themes/chuan/templates/frame-foot.html', '{% if %}\n');
  await overlay.getByText('frame-foot.html').first().waitFor({ timeout: PATIENCE });
  rmSync(join(site, 'themes'), { recursive: true });
  await goneFrom(overlay);
});
await step('what is typed stays', async () => {
  const path = 'tim-kiem/index.html';
  const answer = await page.request.get(base + path);
  if (answer.status() === 404) return; // a section without a search has nothing to keep
  await open(path);
  const field = page.locator('input[type=search], input[type=text], input:not([type])').first();
  await field.fill('khai giang');
  // The page of the search tells how many posts it looks through.
  const loaded = page.waitForEvent('load', { timeout: PATIENCE });
  put('content/th-a/them.md', post('Một bài mới về lễ khai giảng', '', LONG));
  await loaded;
  await page.waitForFunction(() => [...document.querySelectorAll('input')].some((one) => one.value === 'khai giang'), null, { timeout: PATIENCE });
});
await step('whoever is typing while a file is saved loses no letter', async () => {
  const field = page.locator('input[type=search]').first();
  const words = 'lễ khai giảng ở điểm trường xa';
  await field.fill('');
  await page.waitForTimeout(800);
  const loaded = page.waitForEvent('load', { timeout: PATIENCE });
  for (const [at, letter] of [...words].entries()) {
    if (at === 8) put('content/th-a/them.md', post('Một bài mới về lễ khai giảng năm học', '', LONG));
    await page.keyboard.type(letter, { delay: 60 });
  }
  await loaded;
  await page.waitForTimeout(300);
  must(await field.inputValue() === words, `“${await field.inputValue()}” is left`);
  must(await field.evaluate((one) => one === document.activeElement), 'the field lost the focus');
});
await step('a mistake takes the focus from nobody', async () => {
  const field = page.locator('input[type=search]').first();
  await field.fill('khai giang');
  put('nq71.toml', `${SETTINGS}them = "sai"\n`);
  await overlay.getByText('nq71.toml:3:1').waitFor({ timeout: PATIENCE });
  must(await field.evaluate((one) => one === document.activeElement), 'the field lost the focus');
  await page.keyboard.press('Escape');
  must(await overlay.isHidden() && await field.inputValue() === 'khai giang', 'Escape did more than to minimise');
  await bar.locator('.state').click();
  await overlay.locator('.hide').click();
  must(await bar.locator('.state').evaluate((one) => one === one.getRootNode().activeElement), 'the focus is lost');
  put('nq71.toml', SETTINGS);
  await bar.locator('.state.error').waitFor({ state: 'detached', timeout: PATIENCE });
});
await step('a title edit is shown among the results of a search', async () => {
  const field = page.locator('input[type=search]').first();
  await field.fill('lễ khai giảng');
  await page.getByRole('link', { name: 'Một bài mới về lễ khai giảng' }).first().waitFor({ timeout: PATIENCE });
  await page.waitForTimeout(800);
  put('content/th-a/them.md', post('Một bài vừa đổi tên về lễ khai giảng', '', LONG));
  await page.getByRole('link', { name: 'Một bài vừa đổi tên về lễ khai giảng' }).first().waitFor({ timeout: PATIENCE });
});
await step('a recording is played from its middle', async () => {
  await open('don-vi/th-a/bai/them.html');
  // Frames of silence, half a minute of them: 128 kbit/s, 44.1 kHz.
  const frame = Buffer.alloc(417);
  frame.set([0xff, 0xfb, 0x90, 0x64]);
  put('content/th-a/ghi-am.mp3', Buffer.concat(Array.from({ length: 1200 }, () => frame)));
  put('content/th-a/them.md', post('Một bài có tệp ghi âm đi kèm', 'attachments = ["ghi-am.mp3"]', LONG));
  const file = page.locator('a[href*="ghi-am-"]').first();
  await file.waitFor({ state: 'attached', timeout: PATIENCE });
  const at = await file.evaluate((one) => new Promise((done, failed) => {
    const sound = new Audio(one.href);
    sound.onloadedmetadata = () => { sound.currentTime = 20; };
    sound.onseeked = () => done(sound.currentTime);
    sound.onerror = () => failed(new Error(sound.error.message));
    sound.preload = 'auto';
  }));
  must(Math.abs(at - 20) < 1, `played from ${at}`);
});
await step('on a phone, the bar says how far a post has come', async () => {
  await page.setViewportSize({ width: 360, height: 740 });
  await open('don-vi/th-a/bai/mot.html');
  const status = bar.locator('.facts .chip').first();
  await status.waitFor({ timeout: PATIENCE });
  const box = await status.boundingBox();
  must(box.x >= 0 && box.x + box.width <= 360 && box.y + box.height <= 740, `the status is cut off: ${JSON.stringify(box)}`);
  await page.evaluate(() => scrollTo(0, document.body.scrollHeight));
  const [foot, top] = await page.evaluate(() => [document.querySelector('footer').getBoundingClientRect().bottom, document.querySelector('nq71-xem-thu').getBoundingClientRect().top]);
  must(foot <= top + 1, `the bar hides the end of the page: ${foot} ${top}`);
  await show('bar');
  await page.setViewportSize({ width: 1280, height: 800 });
});
await step('a storm of a thousand files loads the page once', async () => {
  await open('index.html');
  let loads = 0;
  page.on('load', () => { loads += 1; });
  mkdirSync(join(site, 'content/th-b'), { recursive: true });
  for (let at = 0; at < 1000; at += 1) put(`beside/bai-${at}.md`, post(`Bài viết số ${at} của nhà trường`));
  for (let at = 0; at < 1000; at += 1) renameSync(join(site, `beside/bai-${at}.md`), join(site, `content/th-b/bai-${at}.md`));
  await sees('Bài viết số');
  await page.waitForTimeout(1500);
  must(loads === 1, `loaded ${loads} times`);
});
await step('the size of a phone', async () => {
  await open('don-vi/th-a/bai/mot.html');
  await bar.getByText('Cỡ điện thoại').click();
  const phone = page.locator('nq71-xem-thu iframe');
  const frame = page.frameLocator('nq71-xem-thu iframe');
  await frame.locator('h1').waitFor({ timeout: PATIENCE });
  const bars = async () => must(await frame.locator('nq71-xem-thu').count() === 1 && await frame.locator('nq71-xem-thu .bar').count() === 0, 'a bar in the phone');
  await bars();
  await show('phone');

  await page.evaluate(() => { window.stays = true; });
  await frame.locator('body').evaluate(() => scrollTo(0, 700));
  put('content/th-a/mot.md', post('Lễ khai giảng ở điểm trường xa', '', LONG.replace('Đoạn văn thứ 5 ', 'Đoạn văn sửa khi xem cỡ điện thoại ')));
  await frame.getByText('Đoạn văn sửa khi xem cỡ điện thoại').waitFor({ timeout: PATIENCE });
  await frame.locator('body').evaluate(() => new Promise((done) => { setTimeout(done, 300); }));
  must(Math.abs(await frame.locator('body').evaluate(() => scrollY) - 700) < 30, 'the place in the phone is lost');
  must(await page.evaluate(() => window.stays === true), 'the page around the phone was loaded again');

  await frame.locator('body').evaluate(() => { location.href = 'them.html'; });
  await frame.getByRole('heading', { level: 1, name: 'ghi âm' }).waitFor({ timeout: PATIENCE });
  await bar.locator('.file', { hasText: 'them.md' }).waitFor({ timeout: PATIENCE });
  await bars();
  put('content/th-a/them.md', post('Một bài có tệp ghi âm đi kèm', 'attachments = ["ghi-am.mp3"]', LONG).replace('"tin"', '"tinn"'));
  await overlay.getByText('không có hình thức').waitFor({ timeout: PATIENCE });
  put('content/th-a/them.md', post('Một bài có tệp ghi âm đi kèm', 'attachments = ["ghi-am.mp3"]', LONG));
  await goneFrom(overlay);

  await page.reload();
  await frame.getByRole('heading', { level: 1, name: 'ghi âm' }).waitFor({ timeout: PATIENCE });
  await frame.locator('h1').click();
  await page.keyboard.press('Escape');
  await page.waitForURL(/bai\/them\.html$/, { timeout: PATIENCE });
  await bar.waitFor({ timeout: PATIENCE });
  must(await phone.count() === 0, 'the phone is not closed');
  await page.reload();
  await bar.waitFor({ timeout: PATIENCE });
  must(await phone.count() === 0, 'the phone came back');
});
await step('a mistake elsewhere covers nothing, and one that was put away stays away', async () => {
  const wrong = (title) => post(title, '', LONG).replace('"tin"', '"tinn"');
  await open('gioi-thieu/index.html');
  await page.waitForTimeout(500);
  put('content/th-a/nhap.md', wrong('Bài còn đang viết dở'));
  await toast.getByText('content/th-a/nhap.md').waitFor({ timeout: PATIENCE });
  must(await overlay.isHidden(), 'covered by a mistake in another post');
  must(await toast.locator('a').count() === 0, 'a post with a mistake is said to have changed');
  await show('elsewhere');
  await toast.getByText('content/th-a/nhap.md').click();
  await overlay.getByText('content/th-a/nhap.md:4:8').waitFor({ timeout: PATIENCE });
  await overlay.locator('.hide').click();

  await open('don-vi/th-a/bai/nhap.html');
  await bar.locator('.state.error').waitFor({ timeout: PATIENCE });
  await page.waitForTimeout(500);
  must(await overlay.isHidden(), 'what was put away came back on another page');
  put('content/th-a/mot.md', post('Lễ khai giảng ở điểm trường gần', '', LONG));
  await toast.locator('a').waitFor({ timeout: PATIENCE });
  must(await overlay.isHidden(), 'what was put away came back after a save');
  put('content/th-a/nhap.md', wrong('Bài').replace('"tinn"', '"khac"'));
  await overlay.getByText('khac').first().waitFor({ timeout: PATIENCE });
  await overlay.locator('.hide').click();
  await open('__kiem-tra/');
  await page.getByText('content/th-a/nhap.md:4:8').first().waitFor({ timeout: PATIENCE });
  put('content/th-a/nhap.md', post('Bài còn đang viết dở'));
  await page.getByText('content/th-a/nhap.md:4:8').first().waitFor({ state: 'detached', timeout: PATIENCE });
  await page.waitForTimeout(500);
  put('content/th-a/nhap.md', wrong('Bài').replace('"tinn"', '"khac"'));
  await page.getByText('content/th-a/nhap.md:4:8').first().waitFor({ timeout: PATIENCE });
  await open('don-vi/th-a/bai/nhap.html');
  await overlay.getByText('khac').first().waitFor({ timeout: PATIENCE });
  put('content/th-a/nhap.md', post('Bài còn đang viết dở'));
  await goneFrom(overlay);
});
await step('the public page of a draft says why there is none', async () => {
  put('content/th-a/nhap.md', post('Bài còn đang viết dở', 'status = "nhap"'));
  await page.locator('nq71-xem-thu .ribbon').waitFor({ timeout: PATIENCE });
  await open('__cong-khai/don-vi/th-a/bai/nhap.html');
  await bar.getByText('Công chúng không thấy trang này').waitFor({ timeout: PATIENCE });
  await bar.getByText('Bản nháp').waitFor({ timeout: PATIENCE });
  put('content/th-a/nhap.md', post('Bài còn đang viết dở'));
  await sees('Nội dung ban đầu.');
});
await step('a file that is away for a moment comes back where the reader stood', async () => {
  await open('don-vi/th-a/bai/mot.html');
  await page.evaluate(() => scrollTo(0, 900));
  renameSync(join(site, 'content/th-a/mot.md'), join(site, 'mot.md'));
  await sees('Không tìm thấy trang');
  renameSync(join(site, 'mot.md'), join(site, 'content/th-a/mot.md'));
  await sees('Đoạn văn thứ 3 ');
  await page.waitForFunction(() => Math.abs(scrollY - 900) < 30, null, { timeout: PATIENCE });
});
await step('the bar says all that it has to say, at any width', async () => {
  const long = post('Văn bản của nhà trường', '', 'Hai chữ.\n\n![](anh.png)').replace(/summary.*\n/, '').replace('"tin"', '"van-ban"');
  put('content/th-a/anh.png', Buffer.from('iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==', 'base64'));
  put('content/th-a/van-ban-rat-dai-cua-nha-truong.md', long);
  await open('don-vi/th-a/bai/van-ban-rat-dai-cua-nha-truong.html');
  await bar.getByText('thiếu mô tả ảnh').waitFor({ timeout: PATIENCE });
  must(await overlay.isHidden(), await overlay.innerText());
  for (const width of [320, 360, 480, 735, 800, 1024, 1280, 1376, 1440, 1920]) {
    await page.setViewportSize({ width, height: 740 });
    await page.waitForTimeout(100);
    const lost = await cutOff();
    must(!lost.length, `cut off at ${width}: ${lost.join(', ')}`);
    const height = await bar.evaluate((one) => one.offsetHeight);
    must(height <= 110, `${height} px high at ${width}`);
  }
  await page.setViewportSize({ width: 1280, height: 800 });
  await show('long');
});
await step('pages that stay open go along with another run of the program', async () => {
  const broken = () => put('content/th-a/mot.md', post('Lễ khai giảng ở điểm trường xa', '', LONG).replace('"tin"', '"tinn"'));
  const whole = () => put('content/th-a/mot.md', post('Lễ khai giảng ở điểm trường xa', '', LONG));
  await restarted(broken);
  await open('__kiem-tra/');
  await sees('content/th-a/mot.md:4:8');
  await restarted(whole);
  await goneFrom(page.getByText('content/th-a/mot.md:4:8'));

  await restarted(() => put('nq71.toml', `${SETTINGS}them = "sai"\n`));
  await open('don-vi/th-a/index.html');
  await sees('Chưa xem được trang này');
  await readable(['body']);
  await restarted(() => put('nq71.toml', SETTINGS));
  await sees('Lễ khai giảng ở điểm trường xa');
});
await step('settings that are wrong keep the pages, and say so', async () => {
  put('nq71.toml', `${SETTINGS}them = "sai"\n`);
  await overlay.getByText('nq71.toml:3:1').waitFor({ timeout: PATIENCE });
  put('nq71.toml', SETTINGS);
  await goneFrom(overlay);
});

await browser.close();
await stop();
rmSync(site, { recursive: true });
for (const problem of problems) console.log(problem);
process.exit(problems.length > 0 ? 1 : 0);
