// What the checks in a browser share: the browser, and which pages of a section stand for all.

import { existsSync, readFileSync } from 'node:fs';
import { chromium } from 'playwright-core';

const MANIFEST = 'nq71-tep.txt';
const BROWSERS = [process.env.CHROMIUM, '/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];

/** The path of the browser; ends the check where there is none. */
export function executable() {
  const path = BROWSERS.find((one) => one && existsSync(one));
  if (path) return path;
  console.error('no Chromium: set CHROMIUM to its path');
  process.exit(2);
}

export const launch = () =>
  chromium.launch({
    executablePath: executable(),
    args: [
      '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking',
      '--disable-component-update', '--disable-sync',
    ],
  });

/** The pages of a section with their lengths, from its manifest. */
export function pages(section) {
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

/** `thong-ke/2026-q2/th-so-2.html` and its like are of one shape, and so is a unit's part of a section. */
export function shape(path) {
  return path
    .replace(/\d{4}-q\d/, 'QUARTER')
    .replace(/trang-\d+/, 'PAGE')
    .replace(/^don-vi\/[^/]+\//, 'don-vi/UNIT/')
    .replace(/^(hinh-thuc|noi-dung)\/[^/]+\//, '$1/CODE/')
    .replace(/bai\/.*-bang-tin\.html/, 'bai/SHEET')
    .replace(/bai\/(?!SHEET$).*/, 'bai/POST')
    .replace(/^(thong-ke\/QUARTER)\/(?!index)[^/]+$/, '$1/LIST');
}

/** One page of each shape, the largest, because it has the most in it. */
export function chosen(section, all = false) {
  const every = pages(section);
  if (all) return every.map(({ path }) => path);
  const largest = new Map();
  for (const one of every) {
    const known = largest.get(shape(one.path));
    if (!known || one.length > known.length) largest.set(shape(one.path), one);
  }
  return [...largest.values()].map(({ path }) => path);
}
