/* Toont een tekening met de stappen die klaar zijn, nu lopen of te laat zijn. Zonder script blijft de tekst ernaast over. */
(async () => {
  'use strict';
  const READABLE = 0.85;
  const box = document.querySelector('[data-bpmn]');
  if (!box || !window.BpmnJS) return;
  const viewer = new window.BpmnJS({ container: box });
  try {
    const answer = await fetch(box.dataset.bpmn, { credentials: 'same-origin' });
    if (!answer.ok) throw new Error(String(answer.status));
    await viewer.importXML(await answer.text());
  } catch {
    viewer.destroy();
    box.querySelector('.phu-diagram__uit').textContent = 'De tekening kon niet worden getoond. De stappen in tekst zeggen hetzelfde.';
    return;
  }
  const canvas = viewer.get('canvas');
  const known = viewer.get('elementRegistry');
  for (const [name, marker] of [['klaar', 'phu-klaar'], ['nu', 'phu-nu'], ['laat', 'phu-laat']])
    for (const id of (box.dataset[name] || '').split(' ').filter((one) => one && known.get(one))) canvas.addMarker(id, marker);
  viewer.get('zoomScroll').toggle(false); // the wheel scrolls the page; the drawing moves by dragging and with its buttons
  const fit = () => canvas.zoom('fit-viewport', 'auto');
  // Readable comes before complete: a drawing that would become too small starts where something runs, else at its beginning.
  const begin = () => {
    fit();
    if (canvas.zoom() >= READABLE) return;
    const running = `${box.dataset.laat} ${box.dataset.nu}`.split(' ').map((id) => known.get(id)).find(Boolean);
    const whole = canvas.viewbox().inner;
    const seen = { width: box.clientWidth / READABLE, height: box.clientHeight / READABLE };
    const left = running ? running.x + running.width / 2 - seen.width / 2 : whole.x - 20;
    const top = running ? running.y + running.height / 2 - seen.height / 2 : whole.y - 20;
    const within = (at, start, size, room) => (size <= room ? start - (room - size) / 2 : Math.min(Math.max(at, start - 20), start + size + 20 - room));
    canvas.viewbox({ x: within(left, whole.x, whole.width, seen.width), y: within(top, whole.y, whole.height, seen.height), ...seen });
  };
  begin();
  const drawing = box.querySelector('svg[data-element-id], .djs-container svg');
  drawing.setAttribute('role', 'img');
  drawing.setAttribute('aria-label', 'Tekening van het proces. De tekst ernaast zegt hetzelfde.');
  const buttons = document.createElement('div');
  buttons.className = 'phu-diagram__knoppen';
  for (const [label, sign, press] of [
    ['Tekening groter', '+', () => canvas.zoom(canvas.zoom() * 1.25)],
    ['Tekening kleiner', '−', () => canvas.zoom(canvas.zoom() / 1.25)],
    ['Hele tekening', '⤢', fit],
  ]) {
    const button = document.createElement('button');
    button.type = 'button';
    button.setAttribute('aria-label', label);
    button.title = label;
    button.textContent = sign;
    button.addEventListener('click', press);
    buttons.append(button);
  }
  box.append(buttons);
  box.classList.add('is-getekend');
  // Only another width starts anew: on a phone the height changes with every scroll.
  let width = box.clientWidth;
  addEventListener('resize', () => {
    if (box.clientWidth === width) return;
    width = box.clientWidth;
    canvas.resized();
    begin();
  });
})();
