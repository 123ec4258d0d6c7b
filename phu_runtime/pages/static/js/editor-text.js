/* Regelnummers naast een tekst, en een waarschuwing voor wie weggaat zonder te bewaren. Zonder script werkt het blad ook. */
(() => {
  'use strict';
  const form = document.querySelector('form[data-tekst]');
  const area = form?.querySelector('textarea');
  if (!area) return;
  const numbers = document.createElement('pre');
  numbers.className = 'phu-broncode__nummers';
  numbers.setAttribute('aria-hidden', 'true');
  area.before(numbers);
  const count = () => { numbers.textContent = Array.from({ length: area.value.split('\n').length }, (_, index) => index + 1).join('\n'); };
  const follow = () => { numbers.scrollTop = area.scrollTop; };
  const begin = area.value;
  let sent = false;
  area.addEventListener('input', count);
  area.addEventListener('scroll', follow);
  form.addEventListener('submit', () => { sent = true; });
  addEventListener('beforeunload', (event) => { if (!sent && area.value !== begin) event.preventDefault(); });
  count();
  const line = Number(/^regel (\d+)$/.exec(new URLSearchParams(location.search).get('onderdeel') || '')?.[1]);
  if (line) {
    const start = area.value.split('\n').slice(0, line - 1).join('\n').length + (line > 1 ? 1 : 0);
    area.focus();
    area.setSelectionRange(start, start);
    area.scrollTop = ((line - 4) * area.scrollHeight) / area.value.split('\n').length;
  }
})();
