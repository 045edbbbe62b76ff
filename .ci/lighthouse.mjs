// Asks Lighthouse about the main pages of a built section at its phone profile.
//
//   node .ci/lighthouse.mjs [--runs N] SECTION…
//
// Accessibility, best practices and search engines must be 100, nothing may move while a page loads,
// no other host may be asked, and no page of the section, the ones that Lighthouse does not see
// included, may weigh more than 60 KB without its pictures. Performance depends on the machine: it is
// printed as a median, to be written down.

import { createReadStream, existsSync, readFileSync, statSync } from 'node:fs';
import { createServer } from 'node:http';
import { basename, dirname, extname, join, resolve } from 'node:path';
import * as launcher from 'chrome-launcher';
import lighthouse from 'lighthouse';
import { chosen, executable, pages, shape } from './browser.mjs';

// Home, post, quarter, counts, search: those that a section has.
const ASKED = [
  /^index\.html$/, /(^|\/)bai\/POST$/, /^q\/QUARTER\/index\.html$/, /^thong-ke\/index\.html$/, /^tim-kiem\/index\.html$/,
];
const HEAVIEST = 60 * 1024;
const MUST_BE_FULL = ['accessibility', 'best-practices', 'seo'];
const TYPES = {
  '.html': 'text/html; charset=utf-8', '.css': 'text/css; charset=utf-8', '.js': 'text/javascript; charset=utf-8',
  '.xml': 'application/xml', '.png': 'image/png', '.jpg': 'image/jpeg', '.gif': 'image/gif',
};

let runs = 1;
const sections = [];
for (let at = 2; at < process.argv.length; at += 1) {
  if (process.argv[at] === '--runs') runs = Number(process.argv[(at += 1)]);
  else sections.push(resolve(process.argv[at]));
}
const problems = [];

/** What a page makes a reader load besides pictures: itself, its styles and its scripts. */
function weight(section, path) {
  const page = readFileSync(`${section}/${path}`, 'utf8');
  const parts = [...page.matchAll(/<(?:link rel="stylesheet" href|script[^>]* src)="([^"]+)"/g)].map((found) => found[1]);
  const own = parts.filter((part) => !part.includes('://'));
  return [path, ...own.map((part) => join(dirname(path), part))].reduce((sum, part) => sum + statSync(join(section, part)).size, 0);
}

/** The folder as a portal serves it. */
function serve(section) {
  const server = createServer((request, response) => {
    const path = decodeURIComponent(new URL(request.url, 'http://localhost').pathname);
    const file = join(section, path);
    if (!file.startsWith(section) || !existsSync(file) || statSync(file).isDirectory()) {
      response.writeHead(path === '/favicon.ico' ? 204 : 404).end();
      return;
    }
    response.writeHead(200, { 'content-type': TYPES[extname(file)] ?? 'application/octet-stream' });
    createReadStream(file).pipe(response);
  });
  return new Promise((ready) => server.listen(0, '127.0.0.1', () => ready(server)));
}

const median = (numbers) => numbers.sort((a, b) => a - b)[Math.floor(numbers.length / 2)];

const chrome = await launcher.launch({
  chromePath: executable(),
  chromeFlags: ['--headless=new', '--no-sandbox', '--disable-gpu', '--disable-quic', '--disable-background-networking'],
});
let asked = 0;
for (const section of sections) {
  const name = basename(dirname(section));
  for (const { path } of pages(section)) {
    const bytes = weight(section, path);
    if (bytes > HEAVIEST) problems.push(`${name}/${path}: ${bytes} bytes without pictures, ${HEAVIEST} at most`);
  }
  const server = await serve(section);
  const origin = `http://127.0.0.1:${server.address().port}/`;
  // Sheets for a notice board are kept from search engines on purpose.
  const isAsked = (one) => !one.endsWith('-bang-tin.html') && ASKED.some((wanted) => wanted.test(shape(one)));
  for (const path of chosen(section).filter(isAsked)) {
    const speeds = [];
    for (let run = 0; run < runs; run += 1) {
      const { lhr } = await lighthouse(origin + path, { port: chrome.port, logLevel: 'error', output: 'json', formFactor: 'mobile' });
      const say = (what) => problems.push(`${name}/${path}: ${what}`);
      for (const category of MUST_BE_FULL) {
        const { score, auditRefs } = lhr.categories[category];
        if (score === 1) continue;
        const failed = auditRefs.map(({ id }) => lhr.audits[id]).filter((audit) => audit.score !== null && audit.score < 1);
        say(`${category} ${Math.round(score * 100)}: ${failed.map((audit) => `${audit.id} ${audit.explanation ?? ''}`).join(', ')}`);
      }
      const shift = lhr.audits['cumulative-layout-shift'].numericValue;
      if (shift > 0) say(`moves while it loads: ${shift}`);
      const foreign = lhr.audits['network-requests'].details.items.filter(({ url }) => !url.startsWith(origin) && !url.startsWith('data:'));
      for (const { url } of foreign) say(`asks a foreign address: ${url}`);
      speeds.push(Math.round(lhr.categories.performance.score * 100));
    }
    asked += 1;
    console.log(`${name}/${path}: performance ${median(speeds)} (${runs} runs)`);
  }
  server.close();
}
await chrome.kill();

for (const problem of new Set(problems)) console.log(problem);
console.log(`${asked} pages asked about, ${problems.length} problems`);
process.exit(problems.length > 0 || asked === 0 ? 1 : 0);
