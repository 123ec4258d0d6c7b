// Puts Dutch in the place of English that the libraries do not offer for translation. A sentence that is no longer there stops the build.
import { readFileSync } from 'node:fs';
import forms from './src/nl/forms.mjs';
import simulation from './src/nl/simulation.mjs';
import tablePanel from './src/nl/table-panel.mjs';

const PARTS = [
  [/@bpmn-io[\\/]form-js-(viewer|editor|playground)[\\/]dist[\\/]index\.es\.js$/, forms],
  [/bpmn-js-token-simulation[\\/]lib[\\/]features[\\/].*\.js$/, simulation],
  [/dmn-js-properties-panel[\\/]dist[\\/]index\.esm\.js$/, tablePanel]
];
const LABELLED = String.raw`((?:label|title|tooltip|text|name|children|placeholder|alt|['"]aria-label['"]|ariaLabel|description|closeButtonTooltip):\s*\[?\s*)`;
const escaped = text => text.replace(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`);

/** A word alone is only replaced where it is shown; a sentence wherever it stands. */
function replaced(text, english, dutch) {
  const literal = `(['"])${escaped(english)}\\2`;
  const alone = !/[ .]/.test(english);
  const place = new RegExp(alone ? LABELLED + literal : `()${literal}`, 'g');
  return text.replace(place, (_, before) => before + JSON.stringify(dutch));
}

export function dutch() {
  const left = new Set(PARTS.flatMap(([, { pieces, literals }]) => [...pieces.map(([english]) => english), ...Object.keys(literals)]));
  const change = (text, english, after) => {
    if (after !== text) left.delete(english);
    return after;
  };
  const translated = (source, { pieces, literals }) => {
    const begun = pieces.reduce((text, [english, words]) => change(text, english, text.replaceAll(english, words)), source);
    return Object.entries(literals).reduce((text, [english, words]) => change(text, english, replaced(text, english, words)), begun);
  };
  const plugin = {
    name: 'dutch',
    setup(build) {
      for (const [filter, words] of PARTS) {
        build.onLoad({ filter }, ({ path }) => ({ contents: translated(readFileSync(path, 'utf8'), words), loader: 'js' }));
      }
    }
  };
  /** To be called when all bundles are built. */
  const complete = () => {
    if (left.size) throw new Error(`This English is no longer there: ${[...left].join(' | ')}`);
  };
  return { plugin, complete };
}
