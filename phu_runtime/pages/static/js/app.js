/* Wat een blad prettiger maakt; alles werkt ook zonder. Geen inline handlers, geen eval. */
(() => {
  'use strict';
  document.documentElement.classList.add('heeft-script'); // buttons that only stand in for a script go away
  const narrow = matchMedia('(max-width: 48rem)');

  // The error summary gets the focus, so that a screen reader starts there.
  document.getElementById('fouten')?.focus();

  // Filters are folded on a narrow screen, unless one is in use.
  const fold = () => document.querySelectorAll('.phu-filterbalk:not([data-actief])').forEach((bar) => { bar.open = !narrow.matches; });
  fold();
  narrow.addEventListener('change', fold);

  // A menu closes with Escape and when the focus or a click goes elsewhere.
  const menus = () => document.querySelectorAll('.phu-klapmenu[open]');
  addEventListener('keydown', (event) => {
    if (event.key !== 'Escape') return;
    menus().forEach((menu) => { menu.open = false; menu.querySelector('summary').focus(); });
  });
  for (const kind of ['click', 'focusin'])
    addEventListener(kind, (event) => menus().forEach((menu) => { if (!menu.contains(event.target)) menu.open = false; }));

  // "Kies alles" in a table.
  addEventListener('change', (event) => {
    const all = event.target.closest?.('[data-kies-alles]');
    if (all) all.closest('table').querySelectorAll('tbody input[type="checkbox"]').forEach((box) => { box.checked = all.checked; });
  });

  // How many characters are left.
  addEventListener('input', (event) => {
    const counter = event.target.dataset?.teller && document.getElementById(event.target.dataset.teller);
    if (counter) counter.textContent = `Nog ${event.target.maxLength - event.target.value.length} tekens.`;
  });

  // A second press on the same button sends nothing twice.
  addEventListener('submit', (event) => {
    const form = event.target;
    if (form.method !== 'post' || event.submitter?.formTarget === '_blank' || form.closest('[hx-post]') === form) return;
    if (form.dataset.verstuurd) event.preventDefault();
    form.dataset.verstuurd = '1';
  });
  addEventListener('pageshow', () => document.querySelectorAll('form[data-verstuurd]').forEach((form) => { delete form.dataset.verstuurd; }));

  // Once a form is on its way, nothing more is asked about it and no late answer is shown.
  for (const kind of ['htmx:beforeRequest', 'htmx:beforeSwap'])
    document.addEventListener(kind, (event) => { if (document.querySelector('form[data-verstuurd]')) event.preventDefault(); });

  // When htmx replaced the button that had the focus, the focus goes to what was said about it.
  document.addEventListener('htmx:afterSettle', () => {
    const said = document.getElementById('meldingen');
    if (said?.children.length && document.activeElement === document.body) said.focus();
  });
})();
