/* Het werkvlak voor een tekening, op bpmn-js. */
'use strict';
window.PhuEditor.open('bpmn', async ({ box, canvas: shared, place, panel, text, edit }) => {
  const READABLE = 0.85;
  const answer = edit ? await fetch(box.dataset.templatesUrl, { credentials: 'same-origin' }) : null;
  const editor = edit
    ? new window.BpmnEditor({ container: place, panel, templates: answer.ok ? await answer.json() : [] })
    : new window.BpmnJS({ container: place });
  await editor.importXML(text);
  const [canvas, registry, overlays] = ['canvas', 'elementRegistry', 'overlays'].map((name) => editor.get(name));
  const stack = edit ? editor.get('commandStack') : null;
  let kept = -1;

  const PALETTE = edit ? 120 : 0; // what the palette covers
  const whole = () => {
    const { inner } = canvas.viewbox();
    const room = { width: place.clientWidth - PALETTE, height: place.clientHeight };
    const scale = Math.min(1, Math.max(READABLE, Math.min(room.width / (inner.width + 60), room.height / (inner.height + 60))));
    const start = (at, size, given, before) => (size <= given ? at - (given - size) / 2 : at - 30) - before / scale;
    canvas.viewbox({
      x: start(inner.x, inner.width, room.width / scale, PALETTE),
      y: start(inner.y, inner.height, room.height / scale, 0),
      width: place.clientWidth / scale,
      height: place.clientHeight / scale,
    });
  };
  // A process has no shape of its own in a drawing with pools: its pool stands for it.
  const shape = (id) => registry.get(id) || registry.find((one) => one.businessObject?.processRef?.id === id);
  const middle = (element) => {
    const points = element.waypoints || [element, { x: element.x + element.width, y: element.y + element.height }];
    const between = (name) => (Math.min(...points.map((one) => one[name])) + Math.max(...points.map((one) => one[name]))) / 2;
    return { x: between('x'), y: between('y') };
  };
  const centre = (element) => {
    const seen = canvas.viewbox();
    const { x, y } = middle(element);
    canvas.viewbox({ x: x - seen.width / 2, y: y - seen.height / 2, width: seen.width, height: seen.height });
  };
  const pick = (element) => {
    if (!edit) {
      registry.forEach((one) => canvas.removeMarker(one, 'phu-gekozen'));
      canvas.addMarker(element, 'phu-gekozen');
    } else editor.get('selection').select(element);
  };

  whole();
  place.querySelector('.djs-container svg').setAttribute('aria-label', 'Tekening van het proces. De stappen in tekst op deze pagina zeggen hetzelfde.');
  editor.on(edit ? 'selection.changed' : 'element.click', ({ newSelection, element }) => {
    const one = edit ? newSelection[0] : element;
    shared.told(one?.businessObject && (edit ? newSelection.length === 1 : true) ? (one.labelTarget || one).id : '');
    if (!edit && one && one !== canvas.getRootElement()) pick(one);
  });
  if (edit) editor.on('commandStack.changed', () => shared.changed(stack._stackIdx !== kept));

  return {
    content: async () => (await editor.saveXML({ format: true })).xml,
    kept: () => { kept = stack._stackIdx; },
    undo: () => stack.undo(),
    redo: () => stack.redo(),
    canUndo: () => stack.canUndo(),
    canRedo: () => stack.canRedo(),
    resized: () => { canvas.resized(); whole(); },
    select(id) {
      const element = shape(id);
      if (!element) return;
      centre(element);
      // Straight after the import the panel would still show the process.
      requestAnimationFrame(() => requestAnimationFrame(() => pick(element)));
    },
    mark(findings) {
      overlays.remove({ type: 'phu-bevinding' });
      registry.forEach((one) => canvas.removeMarker(one, 'phu-bevinding'));
      const told = Map.groupBy ? Map.groupBy(findings, (one) => one.element) : new Map(findings.map((one) => [one.element, [one]]));
      for (const [id, found] of told) {
        const element = shape(id);
        if (!element) continue;
        canvas.addMarker(element, 'phu-bevinding');
        const sign = document.createElement('span');
        sign.className = 'phu-bevinding__teken';
        sign.title = found.map((one) => one.message).join('\n');
        sign.textContent = '!';
        overlays.add(element, 'phu-bevinding', { position: { top: -12, right: 10 }, html: sign, scale: { min: 0.7 } });
      }
    },
  };
});
