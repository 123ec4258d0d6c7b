/* Toont een tekening met de stappen die klaar zijn, nu lopen of te laat zijn. Zonder script blijft de tekst ernaast over. */
(async () => {
  'use strict';
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
  const fit = () => canvas.zoom('fit-viewport', 'auto');
  fit();
  // Where something runs is worth more than the whole: on a wide drawing the running step comes into view, readable.
  const running = [...(box.dataset.laat || '').split(' '), ...(box.dataset.nu || '').split(' ')].map((id) => known.get(id)).find(Boolean);
  if (running && canvas.zoom() < 0.5) {
    canvas.zoom(0.75);
    canvas.scrollToElement(running, 120);
  }
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
  addEventListener('resize', fit);
})();
