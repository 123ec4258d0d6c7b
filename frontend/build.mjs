// Builds the vendored bundles: one IIFE with one stylesheet for each viewer, the same bytes on every machine.
import { createHash } from 'node:crypto';
import { copyFileSync, mkdirSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const here = dirname(fileURLToPath(import.meta.url));
const vendor = join(here, '..', 'phu_runtime', 'pages', 'static', 'vendor');
const bundles = { 'bpmn-viewer': 'BpmnJS', 'dmn-viewer': 'DmnJS' };
const licences = ['bpmn-js', 'dmn-js', 'camunda-bpmn-moddle'];

mkdirSync(join(vendor, 'licences'), { recursive: true });
for (const [name, globalName] of Object.entries(bundles)) {
  await build({
    absWorkingDir: here,
    entryPoints: { [name]: `src/${name}.js` },
    outdir: vendor,
    bundle: true,
    minify: true,
    format: 'iife',
    globalName,
    footer: { js: `${globalName}=${globalName}.default;` }, // the class itself, as the libraries' own bundles give it
    target: 'es2020',
    legalComments: 'linked',
    loader: { '.woff': 'file', '.woff2': 'file', '.ttf': 'file', '.eot': 'file', '.svg': 'file' }, // font-src 'self': no data addresses
    assetNames: 'fonts/[name]',
    define: { 'process.env.NODE_ENV': '"production"' },
    logLevel: 'warning'
  });
}
for (const name of licences) {
  copyFileSync(join(here, 'node_modules', name, 'LICENSE'), join(vendor, 'licences', `${name}.txt`));
}
const built = readdirSync(vendor).filter(name => /^(bpmn|dmn)-viewer\./.test(name)).sort();
const sums = built.map(name => `${createHash('sha256').update(readFileSync(join(vendor, name))).digest('hex')}  ${name}\n`);
writeFileSync(join(vendor, 'SHA256SUMS'), sums.join(''));
