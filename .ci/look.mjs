// Opens one page of each kind of built sections in Chromium, as a visitor would, and says what is wrong.
//
//   node .ci/look.mjs [--base URL] [--only PATTERN] [--all] SECTION…
//
// SECTION is the folder of a built section. Of the many pages that are of one shape (posts, units,
// quarters), the largest is opened; --all opens each. Every page is looked at on a phone by day and
// on a desk by night: `axe`, order of headings, width, pictures, requests; on the phone it is walked
// through by keyboard too. With --base its pages are also opened from URL/<name of the section's
// folder above>/…, as a portal serves them.

import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { basename, dirname, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { chosen, launch } from './browser.mjs';

const TITLE = 'Nghị quyết 71-NQ/TW';
// A phone by day; a desk by night; and what 200 % zoom leaves of a small screen.
const VIEWS = [
  { name: 'phone', width: 360, height: 800, colorScheme: 'light', keyboard: true, axe: true },
  { name: 'zoom', width: 320, height: 400, colorScheme: 'light', keyboard: false, axe: false },
  { name: 'desk', width: 1440, height: 900, colorScheme: 'dark', keyboard: false, axe: true },
];
const SERVED = { name: 'server', width: 1280, height: 800, colorScheme: 'light', keyboard: false, axe: false };
const RULES = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];
// Keys that a walk may take: nobody presses more to be convinced.
const STEPS = 60;
const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

const options = { base: '', only: '', all: false };
const sections = [];
for (let at = 2; at < process.argv.length; at += 1) {
  const word = process.argv[at];
  if (word === '--all') options.all = true;
  else if (['--base', '--only'].includes(word)) options[word.slice(2)] = process.argv[(at += 1)];
  else sections.push(resolve(word));
}

const problems = new Set();
let opened = 0;

/** Everything about a page that can be seen without leaving it. */
function seen() {
  const edge = document.documentElement.clientWidth;
  const inside = (one) => one.closest('.table-scroll, pre, .vh, .skip');
  const wide = [...document.body.querySelectorAll('*')].filter(
    (one) => !inside(one) && one.getBoundingClientRect().right > edge + 1,
  );
  const headings = [...document.querySelectorAll('h1, h2, h3, h4, h5, h6')];
  const jumps = headings.filter(
    (one, at) => at > 0 && Number(one.tagName[1]) > Number(headings[at - 1].tagName[1]) + 1,
  );
  // A line that is lower than its letters with two marks cuts them: Ế, ỗ, Ặ.
  const low = [...document.querySelectorAll('h1, h2, h3, p, li, td, th, dd')].filter((one) => {
    const style = getComputedStyle(one);
    return one.textContent.trim() && parseFloat(style.lineHeight) < 1.3 * parseFloat(style.fontSize);
  });
  return {
    h1: [...document.querySelectorAll('h1')].map((one) => one.textContent.trim().replace(/\s+/g, ' ')),
    broken: [...document.images].filter((one) => one.naturalWidth === 0).map((one) => one.getAttribute('src')),
    sizeless: [...document.images].filter((one) => !one.getAttribute('width')).map((one) => one.getAttribute('src')),
    over: document.documentElement.scrollWidth - edge,
    wide: wide.slice(0, 3).map((one) => one.outerHTML.slice(0, 80)),
    jumps: jumps.map((one) => `${one.tagName} “${one.textContent.trim().slice(0, 40)}”`),
    low: low.slice(0, 2).map((one) => one.outerHTML.slice(0, 80)),
  };
}

/** Walks by Tab: every stop can be seen, none is a trap, and the first leads to the text. */
async function walk(page, say) {
  const stops = await page.evaluate(() => {
    const can = 'a[href], button, input, select, textarea, summary, [tabindex="0"]';
    return [...document.querySelectorAll(can)].filter((one) => one.checkVisibility() && !one.disabled).length;
  });
  const met = [];
  for (let step = 0; step < Math.min(stops, STEPS); step += 1) {
    await page.keyboard.press('Tab');
    const stop = await page.evaluate(() => {
      const one = document.activeElement;
      if (!one || one === document.body) return null;
      window.walked ??= new Map();
      if (!window.walked.has(one)) window.walked.set(one, window.walked.size);
      const box = one.getBoundingClientRect();
      const drawn = (element) => {
        const style = getComputedStyle(element);
        return (style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 2) || style.boxShadow !== 'none';
      };
      const card = one.closest('.card');
      return {
        id: window.walked.get(one),
        html: one.outerHTML.slice(0, 80),
        shown: drawn(one) || (card !== null && drawn(card)),
        there: box.width > 0 && box.height > 0 && box.bottom > 0 && box.top < innerHeight,
      };
    });
    if (!stop) break;
    if (met.includes(stop.id)) {
      say(`keyboard: comes back to ${stop.html} after ${met.length} stops of ${stops}`);
      break;
    }
    met.push(stop.id);
    if (!stop.shown) say(`keyboard: no focus to be seen on ${stop.html}`);
    if (!stop.there) say(`keyboard: the focus is out of sight on ${stop.html}`);
  }
  if (met.length < Math.min(stops, STEPS)) say(`keyboard: reaches ${met.length} of ${stops} stops`);
}

async function look(context, section, origin, path, views) {
  const page = await context.newPage();
  page.setDefaultTimeout(20_000);
  const place = `${basename(dirname(section))}/${path}, ${origin.startsWith('file:') ? 'file' : 'http'}`;
  const say = (what) => problems.add(`${place}: ${what}`);
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
  await page.evaluate(async () => {
    // Pictures further down are asked for too.
    document.querySelectorAll('img[loading=lazy]').forEach((one) => { one.loading = 'eager'; });
    const decoded = Promise.all([...document.images].map((one) => one.decode().catch(() => {})));
    // A picture that never comes is found below, by having no size.
    await Promise.race([decoded, new Promise((done) => setTimeout(done, 3000))]);
  });
  for (const view of views) {
    const say = (what) => problems.add(`${place} (${view.name}): ${what}`);
    await page.setViewportSize({ width: view.width, height: view.height });
    await page.emulateMedia({ colorScheme: view.colorScheme, reducedMotion: 'reduce' });
    const found = await page.evaluate(seen);
    if (found.h1.length !== 1) say(`${found.h1.length} H1: ${found.h1.join(' | ')}`);
    if (path === 'index.html' && found.h1[0] !== TITLE) say(`H1 of the home page is “${found.h1[0]}”`);
    for (const source of found.broken) say(`picture does not show: ${source}`);
    for (const source of found.sizeless) say(`picture without a size: ${source}`);
    if (found.over > 0) say(`wider than the window by ${found.over} px: ${found.wide.join(' ')}`);
    for (const jump of found.jumps) say(`heading skips a level: ${jump}`);
    for (const line of found.low) say(`lines too low for Vietnamese marks: ${line}`);
    if (view.axe) {
      await page.evaluate(`window.axe || (() => { ${axe} })()`);
      const { violations } = await page.evaluate((runOnly) => axe.run({ runOnly, preload: false }), RULES);
      for (const one of violations) {
        say(`axe ${one.impact} ${one.id}: ${one.nodes.slice(0, 2).map((node) => node.html.slice(0, 100)).join(' ')}`);
      }
    }
    if (view.keyboard) await walk(page, say);
  }
  await page.close();
}

/** An address deep in the section that leads nowhere shows the section's own page for that. */
async function lookAstray(browser, origin) {
  const page = await browser.newPage();
  const address = `${origin}khong/co/trang-nay.html`;
  page.on('response', (response) => {
    if (response.url() !== address) problems.add(`404.html asks for ${response.url()}`);
  });
  const response = await page.goto(address, { waitUntil: 'load' });
  opened += 1;
  const headings = await page.locator('h1').count();
  if (response.status() !== 404 || headings !== 1) problems.add(`${address}: ${response.status()}, ${headings} H1`);
  await page.close();
}

const browser = await launch();
for (const section of sections) {
  const paths = chosen(section, options.all).filter((path) => new RegExp(options.only).test(path));
  const files = `${pathToFileURL(section)}/`;
  const context = await browser.newContext({ locale: 'vi-VN' });
  for (const path of paths) await look(context, section, files, path, VIEWS);
  if (options.base) {
    // What a server does to a page is the same at every width.
    const origin = `${options.base}/${basename(dirname(section))}/`;
    for (const path of paths) await look(context, section, origin, path, [SERVED]);
    await lookAstray(browser, origin);
  }
  await context.close();
}
await browser.close();

for (const problem of problems) console.log(problem);
console.log(`${opened} pages opened, ${problems.size} problems`);
process.exit(problems.size > 0 ? 1 : 0);
