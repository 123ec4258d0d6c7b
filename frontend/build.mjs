// Builds the vendored bundles: one IIFE with one stylesheet for each viewer and editor, the same bytes on every machine.
import { createHash } from 'node:crypto';
import { copyFileSync, existsSync, mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { dutch } from './dutch.mjs';

const here = dirname(fileURLToPath(import.meta.url));
const vendor = join(here, '..', 'phu_runtime', 'pages', 'static', 'vendor');
const bundles = { 'bpmn-viewer': 'BpmnJS', 'dmn-viewer': 'DmnJS', 'bpmn-modeler': 'BpmnEditor', 'dmn-modeler': 'DmnEditor', 'form-editor': 'FormEditing' };
const preact = '@bpmn-io/properties-panel/preact/compat';

// CodeMirror's style-mod writes a <style> element, which style-src 'self' forbids; a constructed sheet is script and is not.
const constructedSheets = {
  name: 'constructed-sheets',
  setup(building) {
    building.onLoad({ filter: /style-mod[\\/]src[\\/]style-mod\.js$/ }, ({ path }) => {
      const source = readFileSync(path, 'utf8');
      const contents = source.replace('!root.head && root.adoptedStyleSheets', 'root.adoptedStyleSheets');
      if (contents === source) throw new Error('style-mod has changed: its patch no longer applies');
      return { contents, loader: 'js' };
    });
  }
};

const words = dutch();
const packages = new Set();
mkdirSync(vendor, { recursive: true });
for (const [name, globalName] of Object.entries(bundles)) {
  const { metafile } = await build({
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
    alias: { 'react': preact, 'react-dom': preact },
    define: { 'process.env.NODE_ENV': '"production"' },
    plugins: [constructedSheets, words.plugin],
    metafile: true,
    logLevel: 'warning'
  });
  for (const path of Object.keys(metafile.inputs)) {
    const found = path.match(/node_modules\/((?:@[^/]+\/)?[^/]+)\/(?!.*node_modules\/)/);
    if (found) packages.add(path.slice(0, path.lastIndexOf('node_modules/')) + `node_modules/${found[1]}`);
  }
}
words.complete();

const licences = join(vendor, 'licences');
rmSync(licences, { recursive: true, force: true });
mkdirSync(licences);
for (const directory of [...packages].sort()) {
  const { name, license } = JSON.parse(readFileSync(join(here, directory, 'package.json'), 'utf8'));
  const file = readdirSync(join(here, directory)).sort().find(one => /^licen[cs]e/i.test(one));
  const target = join(licences, `${name.replace('@', '').replace('/', '-')}.txt`);
  if (file) copyFileSync(join(here, directory, file), target);
  else if (!existsSync(target)) writeFileSync(target, `${name}: ${license}\n`);
}
const built = readdirSync(vendor).filter(name => /\.(js|css)$/.test(name)).sort();
const sums = built.map(name => `${createHash('sha256').update(readFileSync(join(vendor, name))).digest('hex')}  ${name}\n`);
writeFileSync(join(vendor, 'SHA256SUMS'), sums.join(''));
