/* Toont tekeningen met wat klaar is, nu loopt, te laat is, verschilt of vaak voorkomt. Zonder script blijft de tekst ernaast over. */
(() => {
  'use strict';
  const READABLE = 0.85;
  const split = (ids) => (ids || '').split(' ').filter(Boolean);

  const draw = async (box) => {
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
    // Further marks: {"phu-nieuw": "id id"}; and counts at a corner: {"id": "12"}.
    const marks = { 'phu-klaar': box.dataset.klaar, 'phu-nu': box.dataset.nu, 'phu-laat': box.dataset.laat, ...JSON.parse(box.dataset.merken || '{}') };
    for (const [marker, ids] of Object.entries(marks)) for (const id of split(ids).filter((one) => known.get(one))) canvas.addMarker(id, marker);
    for (const [id, count] of Object.entries(JSON.parse(box.dataset.tellers || '{}'))) {
      if (!known.get(id)) continue;
      const badge = document.createElement('span');
      badge.className = 'phu-tekening__teller';
      badge.textContent = count;
      viewer.get('overlays').add(id, { position: { top: -12, right: 16 }, html: badge });
    }
    viewer.get('zoomScroll').toggle(false); // the wheel scrolls the page; the drawing moves by dragging and with its buttons
    const fit = () => canvas.zoom('fit-viewport', 'auto');
    const first = split([box.dataset.laat, box.dataset.nu, box.dataset.eerst].join(' '));
    // Readable comes before complete: a drawing that would become too small starts where something runs, else at its beginning.
    const begin = () => {
      fit();
      if (canvas.zoom() >= READABLE) return;
      const running = first.map((id) => known.get(id)).find((one) => one && one.width);
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
    drawing.setAttribute('aria-label', box.dataset.naam || 'Tekening van het proces. De tekst ernaast zegt hetzelfde.');
    const which = box.dataset.naam ? `: ${box.dataset.naam}` : '';
    const buttons = document.createElement('div');
    buttons.className = 'phu-diagram__knoppen';
    for (const [label, sign, press] of [
      ['Tekening groter', '+', () => canvas.zoom(canvas.zoom() * 1.25)],
      ['Tekening kleiner', '−', () => canvas.zoom(canvas.zoom() / 1.25)],
      ['Hele tekening', '⤢', fit],
    ]) {
      const button = document.createElement('button');
      button.type = 'button';
      button.setAttribute('aria-label', label + which);
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
  };

  if (window.BpmnJS) document.querySelectorAll('[data-bpmn]').forEach(draw);
})();
