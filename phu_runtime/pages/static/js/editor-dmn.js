/* Het werkvlak voor beslistabellen en hun samenhang, op dmn-js. */
'use strict';
window.PhuEditor.open('dmn', async ({ canvas: shared, place, panel, text, edit }) => {
  const editor = edit ? new window.DmnEditor({ container: place, panel }) : new window.DmnJS({ container: place });
  const known = new WeakSet();
  const viewer = () => editor.getActiveViewer();
  const stack = () => viewer()?.get('commandStack', false);

  // Each table and the drawing of how they hang together is a viewer of its own, made when it is first opened.
  const listen = () => {
    const one = viewer();
    if (panel) panel.hidden = editor.getActiveView()?.type !== 'drd';
    shared.changed(shared.dirty);
    if (!one || known.has(one)) return;
    known.add(one);
    one.on('commandStack.changed', () => shared.changed(stack()?.canUndo() || shared.dirty));
    one.on('selection.changed', ({ selection, newSelection }) => {
      const chosen = newSelection ? newSelection[0] : selection;
      const row = chosen?.row?.businessObject?.id;
      shared.told(row || chosen?.id || '');
    });
  };
  editor.on('views.changed', listen);
  await editor.importXML(text);
  const tables = editor.getViews().filter((view) => view.type === 'decisionTable');
  if (tables.length === 1) await editor.open(tables[0]);
  listen();

  const holds = (view, id) => {
    const { element } = view;
    const logic = element.decisionLogic;
    const parts = [...(logic?.input || []), ...(logic?.output || []), ...(logic?.rule || [])];
    return element.id === id || logic?.id === id || parts.some((one) => one.id === id || [...(one.inputEntry || []), ...(one.outputEntry || [])].some((cell) => cell.id === id));
  };
  const escaped = (id) => CSS.escape(id);

  return {
    content: async () => (await editor.saveXML({ format: true })).xml,
    undo: () => stack().undo(),
    redo: () => stack().redo(),
    canUndo: () => stack()?.canUndo(),
    canRedo: () => stack()?.canRedo(),
    async select(id) {
      const view = editor.getViews().find((one) => one.type !== 'drd' && holds(one, id));
      if (view && view !== editor.getActiveView()) await editor.open(view);
      const shown = viewer();
      const element = shown.get('elementRegistry', false)?.get(id);
      if (element && editor.getActiveView().type === 'drd') shown.get('selection').select(element);
      const cell = place.querySelector(`[data-element-id="${escaped(id)}"], [data-row-id="${escaped(id)}"], [data-col-id="${escaped(id)}"]`);
      cell?.scrollIntoView({ block: 'center', inline: 'center' });
      for (const one of place.querySelectorAll('.phu-gekozen')) one.classList.remove('phu-gekozen');
      cell?.classList.add('phu-gekozen');
    },
    mark(findings) {
      for (const one of place.querySelectorAll('.phu-bevinding')) one.classList.remove('phu-bevinding');
      for (const { element, message } of findings) {
        if (!element) continue;
        for (const one of place.querySelectorAll(`[data-element-id="${escaped(element)}"], [data-row-id="${escaped(element)}"]`)) {
          one.classList.add('phu-bevinding');
          one.setAttribute('title', message);
        }
      }
    },
  };
});
