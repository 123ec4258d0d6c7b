/* Wat de drie werkvlakken delen: laden, bewaren, waarschuwen voor wat nog niet bewaard is, en elementen aanwijzen. Elk werkvlak
   (editor-bpmn.js, editor-dmn.js, editor-form.js) geeft zich op met PhuEditor.open(soort, maak); maak({box, place, panel, text, edit})
   geeft {content, select, mark} en, als er bewerkt mag worden, {undo, redo, canUndo, canRedo}. */
window.PhuEditor = (() => {
  'use strict';
  const LEFT = 'U bent niet meer ingelogd. Log in een ander tabblad in en bewaar daarna opnieuw. Uw wijzigingen staan er nog.';
  const TROUBLE = {
    400: LEFT,
    401: LEFT,
    403: 'U mag dit bestand niet veranderen. Uw wijzigingen staan er nog.',
    404: 'Dit concept is er niet meer. Uw wijzigingen staan er nog.',
    409: 'Deze versie is al gepubliceerd en verandert niet meer. Begin een nieuw concept.',
    413: 'Dit bestand is groter dan 2 MB. Haal weg wat er niet in hoort.',
  };

  class Canvas {
    constructor(box) {
      this.box = box;
      this.part = (name) => box.querySelector(`[data-${name}]`);
      this.button = (name) => box.querySelector(`[data-doe="${name}"]`);
      this.edit = box.dataset.edit === 'ja';
      this.dirty = false;
    }

    async open(make) {
      const { box } = this;
      try {
        const answer = await fetch(box.dataset.contentUrl, { credentials: 'same-origin' });
        if (!answer.ok) throw new Error(String(answer.status));
        for (const one of box.querySelectorAll('.phu-werkvlak__balk, .phu-werkvlak__vlak')) one.hidden = false;
        this.editor = await make({ box, canvas: this, place: this.part('tekenvlak'), panel: this.part('paneel'), text: await answer.text(), edit: this.edit });
      } catch (error) {
        box.querySelector('.phu-werkvlak__vlak').hidden = true;
        box.querySelector('.phu-werkvlak__balk').hidden = true;
        box.querySelector('.phu-werkvlak__uit').prepend('Dit bestand kon niet worden geopend. ');
        box.dataset.stuk = error.message;
        return;
      }
      this.findings = JSON.parse(this.part('findings').textContent);
      this.editor.mark(this.findings);
      this.listen();
      box.classList.add('is-open');
      this.follow();
    }

    listen() {
      const { box } = this;
      box.addEventListener('click', (event) => {
        const button = event.target.closest('[data-doe]');
        if (button) this[button.dataset.doe]();
      });
      box.addEventListener('keydown', (event) => {
        if ((event.ctrlKey || event.metaKey) && event.key === 's' && this.edit) {
          event.preventDefault();
          this.bewaren();
        }
        if (event.key === 'Escape' && box.classList.contains('is-volledig') && event.target.closest('.phu-werkvlak__balk')) this.volledig();
      });
      addEventListener('hashchange', () => this.follow());
      new MutationObserver(() => this.select(box.dataset.element)).observe(box, { attributeFilter: ['data-element'] });
      addEventListener('beforeunload', (event) => { if (this.dirty && !this.leaving) event.preventDefault(); });
      document.addEventListener('submit', (event) => this.saveFirst(event), true);
    }

    // ---- towards the canvas and from it

    follow() {
      const named = /^#onderdeel=(.+)$/.exec(location.hash);
      this.select(named ? decodeURIComponent(named[1]) : this.box.dataset.element);
    }

    select(element) {
      if (element && element !== this.selected) this.editor.select(element);
    }

    /** The canvas tells what is selected in it, and whether it was changed. */
    told(element) {
      this.selected = element;
      if (element) this.box.dispatchEvent(new CustomEvent('phu:selected', { bubbles: true, detail: { element } }));
    }

    changed(dirty = true) {
      for (const [name, can] of [['ongedaan', this.editor?.canUndo], ['opnieuw', this.editor?.canRedo]]) {
        const button = this.button(name);
        if (button) button.disabled = !can?.();
      }
      if (dirty === this.dirty) return;
      this.dirty = dirty;
      if (dirty) this.say('Nog niet bewaard.');
      this.box.dispatchEvent(new CustomEvent('phu:dirty', { bubbles: true, detail: { dirty } }));
    }

    say(sentence, wrong = false) {
      const place = this.part('stand');
      place.textContent = sentence;
      place.classList.toggle('is-fout', wrong);
    }

    // ---- the buttons

    ongedaan() { this.editor.undo(); }

    opnieuw() { this.editor.redo(); }

    volledig() {
      const whole = this.box.classList.toggle('is-volledig');
      this.button('volledig').setAttribute('aria-pressed', String(whole));
      this.editor.resized?.();
    }

    sluiten() { this.box.querySelector('dialog[open]').close(); }

    vergelijken() { this.send(this.part('vergelijk')); }

    async eerst() {
      this.sluiten();
      if (await this.bewaren()) this.send(this.waiting, this.submitter);
    }

    weggooien() {
      this.sluiten();
      this.send(this.waiting, this.submitter);
    }

    send(form, submitter) {
      this.leaving = true;
      form.requestSubmit(submitter);
    }

    /** A form elsewhere on the page leads away: what is in the canvas is asked about first. */
    saveFirst(event) {
      if (!this.dirty || this.leaving || event.target.method === 'dialog') return;
      event.preventDefault();
      event.stopPropagation();
      [this.waiting, this.submitter] = [event.target, event.submitter];
      this.part('eerst').showModal();
    }

    // ---- saving

    async bewaren() {
      if (this.saving) return false;
      if (!this.dirty) {
        this.say('Er is niets veranderd.');
        return true;
      }
      this.saving = true;
      this.say('Bezig met bewaren …');
      try {
        return await this.put(await this.editor.content());
      } catch {
        this.say('Bewaren lukt niet: geen verbinding. Uw wijzigingen staan er nog.', true);
        return false;
      } finally {
        this.saving = false;
      }
    }

    async put(content) {
      const { box } = this;
      const token = this.part('vergelijk').elements.csrf_token.value;
      const headers = { 'Content-Type': 'application/octet-stream', 'X-CSRFToken': token, 'X-Seen': box.dataset.seen };
      const answer = await fetch(box.dataset.saveUrl, { method: 'PUT', credentials: 'same-origin', redirect: 'manual', headers, body: content });
      const told = (answer.headers.get('Content-Type') || '').startsWith('application/json') ? await answer.json() : null;
      if (answer.ok && told) return this.saved(told);
      if (answer.status === 409 && told) return this.differs(told, content);
      if (answer.status === 422 && told) {
        this.found(told.findings, 'Dit is niet bewaard');
        this.say('Dit is niet bewaard. Kijk wat erboven staat.', true);
      } else this.say(answer.type === 'opaqueredirect' ? LEFT : TROUBLE[answer.status] || 'Bewaren lukt nu niet. Uw wijzigingen staan er nog. Probeer het zo nog eens.', true);
      return false;
    }

    saved({ digest, findings }) {
      const { box } = this;
      for (const field of document.querySelectorAll('input[name="seen"]')) if (field.value === box.dataset.seen) field.value = digest;
      box.dataset.seen = digest;
      this.editor.kept?.();
      this.changed(false);
      this.found(findings, findings.length === 1 ? 'De controle vond 1 punt' : `De controle vond ${findings.length} punten`);
      const time = new Intl.DateTimeFormat('nl-NL', { hour: '2-digit', minute: '2-digit' }).format(new Date()).replace(':', '.');
      this.say(`Bewaard om ${time} uur.${findings.length ? '' : ' De controle vond geen punten.'}`);
      box.dispatchEvent(new CustomEvent('phu:saved', { bubbles: true, detail: { digest, findings } }));
      return true;
    }

    differs({ message }, content) {
      this.part('vergelijk').elements.content.value = content;
      this.part('anders-tekst').textContent = message;
      this.part('anders').showModal();
      this.say('Nog niet bewaard: iemand anders was u voor.', true);
      return false;
    }

    /** What the check found, as a list in which each element can be pressed, and in the canvas. */
    found(findings, title) {
      this.findings = findings;
      this.editor.mark(findings);
      const place = this.part('bevindingen');
      place.hidden = !findings.length;
      if (!findings.length) return;
      const list = document.createElement('ul');
      list.className = 'phu-punten';
      for (const one of findings) {
        const line = document.createElement('li');
        line.append([one.message, one.why, one.advice].filter(Boolean).join(' '));
        if (one.element) {
          const button = document.createElement('button');
          button.type = 'button';
          button.className = 'phu-werkvlak__wijs';
          button.textContent = `Toon ${one.element}`;
          button.addEventListener('click', () => { this.selected = ''; this.select(one.element); });
          line.append(' ', button);
        }
        list.append(line);
      }
      const heading = document.createElement('h3');
      heading.className = 'utrecht-heading-3';
      heading.textContent = title;
      place.replaceChildren(heading, list);
    }
  }

  return {
    open(kind, make) {
      const box = document.querySelector(`[data-editor="${kind}"]`);
      if (box) new Canvas(box).open(make);
    },
  };
})();
