// Says what published pictures tell that they should not: where, when, with what and by whom they
// were taken. Only orientation, the colour profile and the picture itself may be in a file.
//
//   node .ci/pictures.mjs FOLDER…

import { execFileSync } from 'node:child_process';

// Groups of exiftool that describe the file or how to show it.
const HARMLESS = /^(ExifTool|System|File|Composite|JFIF|PNG|PNG-pHYs|PNG-cICP|GIF|RIFF|APP14|Adobe|ICC[-_].*|ICC_Profile.*)$/;
// Fields in such groups, and the one EXIF field, that need a word of their own.
const ALLOWED = new Set(['IFD0:Orientation', 'IFD0:ResolutionUnit', 'IFD0:YCbCrPositioning', 'IFD0:XResolution', 'IFD0:YResolution']);
const TEXT_IN_PNG = /^PNG:(Title|Author|Description|Copyright|CreationTime|CreateDate|ModifyDate|Software|Comment|Source|Warning|Disclaimer|Artist|Document|Location)/;

const folders = process.argv.slice(2);
const kinds = ['jpg', 'jpeg', 'png', 'gif', 'webp'].flatMap((end) => ['-ext', end]);
const printed = execFileSync('exiftool', ['-q', '-j', '-G1', '-a', '-u', '-r', ...kinds, ...folders], {
  encoding: 'utf8',
  maxBuffer: 1 << 28,
});
const pictures = JSON.parse(printed || '[]');
let wrong = 0;
for (const picture of pictures) {
  const told = Object.keys(picture).filter((name) => {
    if (name === 'SourceFile' || ALLOWED.has(name)) return false;
    return TEXT_IN_PNG.test(name) || name === 'File:Comment' || !HARMLESS.test(name.split(':')[0]);
  });
  if (told.length > 0) {
    wrong += 1;
    console.log(`${picture.SourceFile} tells ${told.join(', ')}`);
  }
}
console.log(`${pictures.length} pictures, ${wrong} tell too much`);
process.exit(wrong > 0 || pictures.length === 0 ? 1 : 0);
