// The translate module of the libraries, in Dutch. What has no Dutch yet is kept in `untranslated`, to be seen in the console.
export const untranslated = new Set();

export function translating(...words) {
  const dutch = Object.assign({}, ...words);
  const translate = (text, values = {}) => {
    if (!(text in dutch)) untranslated.add(text);
    return (dutch[text] ?? text).replace(/{([^}]+)}/g, (whole, name) => (name in values ? values[name] : whole));
  };
  return { translate: ['value', translate] };
}
