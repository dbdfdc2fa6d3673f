// Compile the two stylesheets: sass, then only the rules our pages use, one block per media query, minified.
// Class names that Python builds arrive on standard input, one a line (scss/check.py --classes).
const { PurgeCSS } = require('purgecss');
const sass = require('sass');
const postcss = require('postcss');
const cssnano = require('cssnano');
const fs = require('fs');
const path = require('path');
const zlib = require('zlib');

const here = __dirname;
const root = path.join(here, '..');
const BUDGET = { public: 7 * 1024, staff: 4 * 1024 }; // bytes after brotli

// Markup that crispy and Django print at run time, and states that the views choose.
const PRINTED = [
  /^is-invalid$/, /^invalid-feedback$/, /^form-(control|select|check|check-input|check-label|label|text)$/,
  /^asteriskField$/, /^mb-3$/, /^alert$/, /^btn/, /^st-?/, /^note-?/, /^verdict/, /^visually-hidden$/,
  'empty', 'wait', 'now', 'done', 'all', 'on', 'hot', 'flash', 'fs-6', 'opt', 'opts', 'w-nik', 'w-tgl', 'file', 'yes', 'no', 'un',
  'row', 'col-md-6', 'diff', 'late', /^f-[bko]$/, 'free', 'rule', 'soon',
];

const mergeMedia = {
  postcssPlugin: 'merge-media',
  OnceExit(sheet) {
    const byQuery = new Map();
    sheet.walkAtRules('media', (rule) => {
      if (rule.parent !== sheet) return;
      const first = byQuery.get(rule.params);
      if (first) {
        first.append(rule.nodes);
        rule.remove();
      } else {
        byQuery.set(rule.params, rule);
      }
    });
    for (const rule of byQuery.values()) sheet.append(rule);
  },
};

// What crispy draws around a field at run time: no template holds these ids.
const CRISPY = { raw: '<div id="div_id_name"><div></div><div class="is-invalid"></div></div>', extension: 'html' };

function templates(folder) {
  return fs.readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const name = path.join(folder, entry.name);
    if (entry.isDirectory()) return templates(name);
    return entry.name.endsWith('.html') ? [{ raw: fs.readFileSync(name, 'utf8'), extension: 'html' }] : [];
  });
}

async function build(entry, content) {
  const { css } = sass.compile(path.join(here, `${entry}.scss`), {
    loadPaths: [path.join(here, 'node_modules'), here],
    quietDeps: true,
    silenceDeprecations: ['import', 'global-builtin', 'color-functions', 'if-function'],
  });
  const [purged] = await new PurgeCSS().purge({
    content: [...content, CRISPY],
    css: [{ raw: css }],
    variables: entry === 'public',
    safelist: {
      standard: PRINTED,
      greedy: [/data-tema/],
      // The staff sheet and inline drawings use tokens that the public rules alone do not.
      variables: [/^--/],
    },
  });
  const small = await postcss([mergeMedia, cssnano({ preset: ['default', { svgo: false }] })])
    .process(purged.css, { from: undefined });
  const bytes = Buffer.from(small.css);
  const brotli = zlib.brotliCompressSync(bytes).length;
  fs.writeFileSync(path.join(root, 'static/css', `${entry}.css`), bytes);
  console.log(`${entry}.css: ${bytes.length} bytes, ${brotli} after brotli (budget ${BUDGET[entry]})`);
  if (brotli > BUDGET[entry]) {
    console.error(`${entry}.css is over its budget.`);
    process.exitCode = 1;
  }
}

async function main() {
  const fromPython = { raw: fs.readFileSync(0, 'utf8'), extension: 'txt' };
  const content = [...templates(path.join(root, 'templates')), fromPython];
  await build('public', content);
  await build('staff', content);
}

main().catch((error) => {
  console.error(error);
  process.exitCode = 1;
});
