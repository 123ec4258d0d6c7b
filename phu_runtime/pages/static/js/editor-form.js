/* Het werkvlak voor een formulier, op form-js: bouwen naast een voorbeeld, met wat erin gaat en wat eruit komt. */
'use strict';
window.PhuEditor.open('form', async ({ canvas: shared, place, text, edit }) => {
  const schema = JSON.parse(text);
  const { Form, FormPlayground } = window.FormEditing;
  if (!edit) {
    const form = new Form({ container: place, properties: { readOnly: true } });
    await form.importSchema(schema, {});
    return { select() {}, mark() {} };
  }
  const ready = Promise.withResolvers ? Promise.withResolvers() : (() => { const made = {}; made.promise = new Promise((done) => { made.resolve = done; }); return made; })();
  const playground = new FormPlayground({ container: place, schema, data: {} });
  playground.on('formPlayground.rendered', () => ready.resolve());
  await ready.promise;
  const editor = playground.getEditor();
  const stack = editor.get('commandStack');
  let kept = -1;
  const fields = () => editor.get('formFieldRegistry').getAll();
  const shown = (field) => place.querySelector(`.fjs-form-editor [data-id="${CSS.escape(field.id)}"]`);
  const of = (id) => fields().filter((one) => [one.id, one.key, one.path].includes(id));

  editor.on('commandStack.changed', () => shared.changed(stack._stackIdx !== kept));
  editor.on('selection.changed', ({ selection }) => shared.told(selection?.type === 'default' ? '' : selection?.key || selection?.id || ''));

  // The library writes the keys in an order of its own, and an outline around every group. What did not change stays as it was written.
  const known = new Map();
  const remember = (one) => { known.set(one.id, one); one.components?.forEach(remember); };
  const asWritten = (now, was) => {
    if (Array.isArray(now)) return now.map((one, index) => asWritten(one, (one?.id && known.get(one.id)) || (one?.id ? undefined : was?.[index])));
    if (!now || typeof now !== 'object') return now;
    const before = was && typeof was === 'object' && !Array.isArray(was) ? was : {};
    const names = [...Object.keys(before).filter((name) => name in now), ...Object.keys(now).filter((name) => !(name in before))];
    const plain = names.filter((name) => name !== 'showOutline' || name in before || now[name] !== true);
    return Object.fromEntries(plain.map((name) => [name, asWritten(now[name], before[name])]));
  };
  remember(JSON.parse(text));

  return {
    content: async () => `${JSON.stringify(asWritten(playground.saveSchema(), JSON.parse(text)), null, 2)}\n`,
    kept: () => { kept = stack._stackIdx; },
    undo: () => stack.undo(),
    redo: () => stack.redo(),
    canUndo: () => stack.canUndo(),
    canRedo: () => stack.canRedo(),
    select(id) {
      const [field] = of(id);
      if (!field) return;
      editor.get('selection').set(field);
      shown(field)?.scrollIntoView({ block: 'center' });
    },
    mark(findings) {
      for (const one of place.querySelectorAll('.phu-bevinding')) one.classList.remove('phu-bevinding');
      for (const { element } of findings) for (const field of of(element)) shown(field)?.classList.add('phu-bevinding');
    },
  };
});
