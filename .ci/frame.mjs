// Puts a section into a page of another portal, with the codes that its own page offers for that.
//
//   node .ci/frame.mjs ADDRESS
//
// ADDRESS is where the section is served, and its base_url. The portal is a server of its own, on
// another port: for a browser, another origin.

import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { createServer } from 'node:http';
import { chromium } from 'playwright-core';

const BROWSERS = [process.env.CHROMIUM, '/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];
const base = process.argv[2].replace(/\/?$/, '/');
const browser = await chromium.launch({
  executablePath: BROWSERS.find((path) => path && existsSync(path)),
  args: ['--no-sandbox'],
});
const context = await browser.newContext({ viewport: { width: 1000, height: 800 }, locale: 'vi-VN' });
await context.grantPermissions([]);
const page = await context.newPage();

await page.goto(`${base}gioi-thieu/index.html`);
const code = async (id) => page.$eval(`#${id} code`, (one) => one.textContent);
const codes = { frame: await code('ma-khung'), height: await code('ma-chieu-cao'), fragment: await code('ma-dan') };

let body = '';
const portal = createServer((_, response) => {
  response.writeHead(200, { 'Content-Type': 'text/html; charset=utf-8' });
  response.end(`<!doctype html><html lang="vi"><head><title>Cổng</title></head><body><h1>Cổng</h1><div style="max-width:40rem">${body}</div></body></html>`);
});
await new Promise((done) => portal.listen(0, '127.0.0.1', done));
const address = `http://127.0.0.1:${portal.address().port}/`;

const height = () => page.$eval('iframe', (one) => one.getBoundingClientRect().height);
const inner = async () => {
  // It is loaded when it comes near the window, which may be after the page.
  const element = await page.waitForSelector('iframe');
  await element.scrollIntoViewIfNeeded();
  const frame = await element.contentFrame();
  await frame.waitForURL(`${base}nhung.html`);
  await frame.waitForSelector('main a');
  return frame;
};
const until = (run) => page.waitForFunction(run.test, run.value, { timeout: 10_000 });

body = codes.frame;
await page.goto(address);
await inner();
await page.waitForTimeout(300);
assert.equal(await height(), 640, 'without the script the frame keeps its height');

body = codes.frame + codes.height;
await page.goto(address);
let frame = await inner();
const wanted = async () => Math.ceil(await frame.evaluate(() => document.body.getBoundingClientRect().height));
const fits = async () => until({ test: (value) => Math.abs(document.querySelector('iframe').getBoundingClientRect().height - value) < 2, value: await wanted() });
await fits();
const before = await height();
assert.ok(before !== 640 && before > 120, `${before}`);
assert.equal(await frame.evaluate(() => document.documentElement.scrollHeight > innerHeight + 1), false, 'nothing is cut');

await page.setViewportSize({ width: 360, height: 800 });
await page.waitForTimeout(300);
await fits();
assert.ok((await height()) > before, 'narrower is higher');

const now = await height();
await page.evaluate(() => {
  // Of the right form, from the wrong window: the page itself, and a frame of its own.
  window.postMessage({ type: 'nq71-height', height: 3000 }, '*');
  const other = document.createElement('iframe');
  other.srcdoc = '<script>parent.postMessage({ type: "nq71-height", height: 3000 }, "*")</' + 'script>';
  document.body.appendChild(other);
});
await page.waitForTimeout(400);
assert.equal(await height(), now, 'only the section itself sets the height');
for (const wrong of ['"high"', 'NaN', 'undefined', '1e9', '-5']) {
  await frame.evaluate((value) => parent.postMessage({ type: 'nq71-height', height: eval(value) }, '*'), wrong);
}
await page.waitForTimeout(200);
const set = await height();
assert.ok(set >= 120 && set <= 4000, `${set}`);

const link = await frame.$eval('main a', (one) => one.href);
await frame.click('main a');
await page.waitForURL(link);
assert.ok(page.url().startsWith(base), 'a link opens in the place of the portal');

body = codes.fragment;
await page.goto(address);
const links = await page.$$eval('a', (all) => all.map((one) => one.href));
assert.ok(links.length > 3);
for (const href of links.filter((one) => one.startsWith(base))) {
  assert.equal((await page.request.get(href)).status(), 200, href);
}
assert.ok(links.some((href) => href === `${base}index.html`));
const raw = await (await page.request.get(`${base}doan-ma.html`)).text();
assert.equal(raw.trim(), codes.fragment.trim(), 'what is offered is what doan-ma.html holds');

await browser.close();
portal.close();
console.log('framed, sized and pasted');
