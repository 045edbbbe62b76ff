// Opens the key pages of built sections in Chromium, as a visitor would, and says what is wrong.
//
//   node .ci/look.mjs [--base URL] [--shots FOLDER] [--only PATTERN] [--all] SECTION…
//
// SECTION is the folder of a built section. Its pages are opened from the files themselves, and
// with --base from URL/<name of the section's folder above>/… too. Of the many pages that are of
// one shape (posts, units, quarters), the first and the largest are opened; --all opens each.
// --shots keeps a picture of each page that it opens.

import { readFileSync, mkdirSync, existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { basename, dirname, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { chromium } from 'playwright-core';

const NARROW = 360;
const WIDE = 1280;
const TITLE = 'Nghị quyết 71-NQ/TW';
const MANIFEST = 'nq71-tep.txt';
const BROWSERS = [process.env.CHROMIUM, '/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];
const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

const options = { base: '', shots: '', only: '', all: false };
const sections = [];
for (let at = 2; at < process.argv.length; at += 1) {
  const word = process.argv[at];
  if (word === '--all') options.all = true;
  else if (['--base', '--shots', '--only'].includes(word)) options[word.slice(2)] = process.argv[at += 1];
  else sections.push(resolve(word));
}

/** The pages of a section with their lengths, from its manifest. */
function pages(section) {
  return readFileSync(`${section}/${MANIFEST}`, 'utf8')
    .split('\n')
    .map((line) => {
      // A piece to be pasted into other pages is no page.
      const path = line.split(/\s+/).find((word) => word.endsWith('.html') && word !== 'doan-ma.html');
      const length = Number(line.match(/(?:^|\s)(\d+)(?=\s|$)/)?.[1] ?? 0);
      return path && { path, length };
    })
    .filter(Boolean);
}

/** `thong-ke/2026-q2/th-so-2.html` and its like are of one shape. */
function shape(path) {
  return path
    .replace(/\d{4}-q\d/, 'QUARTER')
    .replace(/trang-\d+/, 'PAGE')
    .replace(/^don-vi\/[^/]+\//, 'don-vi/UNIT/')
    .replace(/^(hinh-thuc|noi-dung)\/[^/]+\//, '$1/CODE/')
    .replace(/bai\/.*/, 'bai/POST')
    .replace(/^(thong-ke\/QUARTER)\/(?!index)[^/]+$/, '$1/LIST');
}

function chosen(section) {
  const all = pages(section).filter(({ path }) => new RegExp(options.only).test(path));
  if (options.all) return all.map(({ path }) => path);
  const shapes = new Map();
  for (const one of all) shapes.set(shape(one.path), [...(shapes.get(shape(one.path)) ?? []), one]);
  const paths = new Set();
  for (const list of shapes.values()) {
    paths.add(list[0].path);
    paths.add(list.reduce((best, one) => (one.length > best.length ? one : best)).path);
  }
  return [...paths];
}

const problems = [];
let opened = 0;

async function look(browser, section, origin, width, thorough) {
  const context = await browser.newContext({ viewport: { width, height: 800 }, locale: 'vi-VN' });
  const name = basename(dirname(section));
  for (const path of chosen(section)) {
    const page = await context.newPage();
    const say = (what) => problems.push(`${name}/${path} (${width} px, ${origin.startsWith('file:') ? 'file' : 'http'}): ${what}`);
    page.on('console', (message) => message.type() === 'error' && say(`console: ${message.text()}`));
    page.on('pageerror', (error) => say(`script: ${error.message}`));
    page.on('requestfailed', (request) => say(`request failed: ${request.url()}`));
    page.on('request', (request) => {
      if (!request.url().startsWith(origin) && !request.url().startsWith('data:')) say(`asks a foreign address: ${request.url()}`);
    });
    page.on('response', (response) => response.status() >= 400 && say(`${response.status()}: ${response.url()}`));
    await page.goto(origin + path, { waitUntil: 'load' });
    opened += 1;
    if (readFileSync(`${section}/${path}`, 'utf8').includes('http-equiv="refresh"')) {
      // A forwarding page: whoever opens it must arrive at another page of the section.
      await page.waitForURL((url) => url.href !== origin + path, { timeout: 15_000 });
      await page.waitForLoadState('load');
    }
    const seen = await page.evaluate(async () => {
      // Pictures further down are asked for too.
      document.querySelectorAll('img[loading=lazy]').forEach((one) => { one.loading = 'eager'; });
      await Promise.all([...document.images].map((one) => one.decode().catch(() => {})));
      const edge = document.documentElement.clientWidth;
      const wide = [...document.body.querySelectorAll('*')].filter((one) => one.getBoundingClientRect().right > edge + 1);
      return {
        h1: [...document.querySelectorAll('h1')].map((one) => one.textContent.trim().replace(/\s+/g, ' ')),
        broken: [...document.images].filter((one) => one.naturalWidth === 0).map((one) => one.getAttribute('src')),
        over: document.documentElement.scrollWidth - edge,
        wide: wide.slice(0, 3).map((one) => one.outerHTML.slice(0, 80)),
      };
    });
    if (seen.h1.length !== 1) say(`${seen.h1.length} H1: ${seen.h1.join(' | ')}`);
    if (path === 'index.html' && seen.h1[0] !== TITLE) say(`H1 of the home page is “${seen.h1[0]}”`);
    for (const source of seen.broken) say(`picture does not show: ${source}`);
    if (seen.over > 0) say(`wider than the window by ${seen.over} px: ${seen.wide.join(' ')}`);
    if (thorough) {
      await page.evaluate(axe);
      const { violations } = await page.evaluate(() => axe.run({ runOnly: ['wcag2a', 'wcag2aa', 'wcag21aa'], preload: false }));
      for (const one of violations) {
        say(`axe ${one.impact} ${one.id}: ${one.nodes.slice(0, 2).map((node) => node.html.slice(0, 100)).join(' ')}`);
      }
    }
    if (options.shots && origin.startsWith('file:')) {
      mkdirSync(options.shots, { recursive: true });
      const file = `${options.shots}/${name}--${path.replaceAll('/', '--')}-${width}.png`;
      await page.screenshot({ path: file, fullPage: true });
    }
    await page.close();
  }
  await context.close();
}

/** An address deep in the section that leads nowhere shows the section's own page for that. */
async function lookAstray(browser, origin) {
  const page = await browser.newPage();
  const address = `${origin}khong/co/trang-nay.html`;
  page.on('response', (response) => {
    if (response.url() !== address) problems.push(`404.html asks for ${response.url()}`);
  });
  const response = await page.goto(address, { waitUntil: 'load' });
  opened += 1;
  const headings = await page.locator('h1').count();
  if (response.status() !== 404 || headings !== 1) problems.push(`${address}: ${response.status()}, ${headings} H1`);
  await page.close();
}

const executablePath = BROWSERS.find((path) => path && existsSync(path));
if (!executablePath) {
  console.error('no Chromium: set CHROMIUM to its path');
  process.exit(2);
}
const browser = await chromium.launch({
  executablePath,
  args: [
    '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking',
    '--disable-component-update', '--disable-sync',
  ],
});
for (const section of sections) {
  const files = `${pathToFileURL(section)}/`;
  await look(browser, section, files, NARROW, true);
  await look(browser, section, files, WIDE, !options.base);
  if (options.base) {
    const origin = `${options.base}/${basename(dirname(section))}/`;
    await look(browser, section, origin, WIDE, true);
    await lookAstray(browser, origin);
  }
}
await browser.close();

for (const problem of [...new Set(problems)]) console.log(problem);
console.log(`${opened} pages opened, ${problems.length} problems`);
process.exit(problems.length > 0 ? 1 : 0);
