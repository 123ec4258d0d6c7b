// Puts Dutch in the place of English that the libraries do not offer for translation. A sentence that is no longer there stops the build.
import { readFileSync } from 'node:fs';
import forms from './src/nl/forms.mjs';
import simulation from './src/nl/simulation.mjs';

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
  const left = new Set([...Object.keys(forms.literals), ...forms.pieces.map(([from]) => from), ...simulation.map(([from]) => from)]);
  const change = (text, english, after) => {
    if (after !== text) left.delete(english);
    return after;
  };
  const pieces = (text, pairs) => pairs.reduce((now, [from, to]) => change(now, from, now.replaceAll(from, to)), text);
  const literals = text => Object.entries(forms.literals).reduce((now, [english, word]) => change(now, english, replaced(now, english, word)), text);
  const plugin = {
    name: 'dutch',
    setup(build) {
      build.onLoad({ filter: /@bpmn-io[\\/]form-js-(viewer|editor|playground)[\\/]dist[\\/]index\.es\.js$/ }, ({ path }) => {
        return { contents: literals(pieces(readFileSync(path, 'utf8'), forms.pieces)), loader: 'js' };
      });
      build.onLoad({ filter: /bpmn-js-token-simulation[\\/]lib[\\/]features[\\/].*\.js$/ }, ({ path }) => {
        return { contents: pieces(readFileSync(path, 'utf8'), simulation), loader: 'js' };
      });
    }
  };
  /** To be called when all bundles are built. */
  const complete = () => {
    if (left.size) throw new Error(`This English is no longer there: ${[...left].join(' | ')}`);
  };
  return { plugin, complete };
}
