// Takes the pictures that people look at before a change of the look is taken: each kind of page at
// three widths, light and dark, and as it is printed.
//
//   node .ci/shots.mjs [--only PATTERN] [--widths 360,768,1440] FOLDER SECTION…
//
// FOLDER gets the pictures, SECTION is the folder of a built section. PATTERN is looked for in
// `<section> <path>`. Pages print as PDF; with `pdftoppm` (poppler-utils) their first sheets become
// pictures too.

import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync } from 'node:fs';
import { basename, dirname, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { chosen, launch } from './browser.mjs';

const HEIGHT = 900;
// A picture of a very long page shows its beginning.
const LONGEST = 6000;

const options = { only: '', widths: '360,768,1440' };
const words = [];
for (let at = 2; at < process.argv.length; at += 1) {
  const word = process.argv[at];
  if (word.startsWith('--')) options[word.slice(2)] = process.argv[(at += 1)];
  else words.push(resolve(word));
}
const [folder, ...sections] = words;
mkdirSync(folder, { recursive: true });

const browser = await launch();
let taken = 0;

async function shoot(section, path, stem, width, scheme) {
  const page = await browser.newPage({ viewport: { width, height: HEIGHT }, colorScheme: scheme, locale: 'vi-VN' });
  await page.goto(pathToFileURL(`${section}/${path}`).href, { waitUntil: 'load' });
  const height = await page.evaluate(async () => {
    document.querySelectorAll('img[loading=lazy]').forEach((one) => { one.loading = 'eager'; });
    const decoded = Promise.all([...document.images].map((one) => one.decode().catch(() => {})));
    await Promise.race([decoded, new Promise((done) => setTimeout(done, 3000))]);
    return document.documentElement.scrollHeight;
  });
  await page.screenshot({
    path: `${folder}/${stem}-${width}-${scheme}.png`,
    fullPage: true,
    clip: { x: 0, y: 0, width, height: Math.min(height, LONGEST) },
  });
  taken += 1;
  await page.close();
}

async function print(section, path, stem) {
  const page = await browser.newPage({ locale: 'vi-VN' });
  await page.goto(pathToFileURL(`${section}/${path}`).href, { waitUntil: 'load' });
  const pdf = `${folder}/${stem}-print.pdf`;
  await page.pdf({ path: pdf, format: 'A4', margin: { top: '18mm', bottom: '18mm', left: '18mm', right: '18mm' }, preferCSSPageSize: true });
  await page.close();
  try {
    execFileSync('pdftoppm', ['-r', '60', '-l', '3', '-png', pdf, pdf.replace(/\.pdf$/, '')], { stdio: 'ignore' });
  } catch {
    // Without poppler the PDF itself is what there is to look at.
  }
  taken += 1;
}

for (const section of sections) {
  const name = basename(dirname(section));
  for (const path of chosen(section)) {
    // A forwarding page is left before it can be looked at.
    if (readFileSync(`${section}/${path}`, 'utf8').includes('http-equiv="refresh"')) continue;
    if (!new RegExp(options.only).test(`${name} ${path}`)) continue;
    const stem = `${name}--${path.replace(/\.html$/, '').replaceAll('/', '--')}`;
    for (const width of options.widths.split(',').map(Number)) {
      await shoot(section, path, stem, width, 'light');
      await shoot(section, path, stem, width, 'dark');
    }
    await print(section, path, stem);
  }
}
await browser.close();
console.log(`${taken} pictures in ${folder}`);
process.exit(taken > 0 ? 0 : 1);
