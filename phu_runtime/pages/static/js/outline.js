/* De lijst naast een tekening: zoeken tijdens het typen, en meelopen met wat in de tekening wordt gekozen. Werkt ook zonder. */
(() => {
  'use strict';
  const form = document.querySelector('[data-filter]');
  const list = document.querySelector('.phu-tekentafel__boom');
  if (!form || !list) return;
  const said = form.querySelector('[data-gevonden]');
  const rows = [...list.querySelectorAll('li[data-zoektekst]')];

  const filter = () => {
    const wanted = form.elements.zoek.value.trim().toLowerCase();
    const fits = new Set(rows.filter((row) => row.dataset.zoektekst.includes(wanted)));
    rows.forEach((row) => { row.hidden = !fits.has(row) && ![...row.querySelectorAll('li')].some((inner) => fits.has(inner)); });
    said.textContent = !wanted ? '' : fits.size === 1 ? '1 onderdeel gevonden.' : `${fits.size} onderdelen gevonden.`;
  };
  form.elements.zoek.addEventListener('input', filter);
  form.addEventListener('submit', (event) => { event.preventDefault(); filter(); });

  const show = (id) => {
    const link = [...list.querySelectorAll('[data-onderdeel]')].find((one) => one.dataset.onderdeel === id);
    list.querySelectorAll('.is-gekozen').forEach((one) => one.classList.remove('is-gekozen'));
    if (!link) return;
    link.classList.add('is-gekozen');
    link.scrollIntoView({ block: 'nearest' });
  };
  document.addEventListener('phu:selected', (event) => show(event.detail.element));
  const current = list.querySelector('[aria-current]');
  if (current) list.scrollTop = current.offsetTop - list.offsetTop - list.clientHeight / 3;
})();
