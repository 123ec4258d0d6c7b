// The global `FormEditing`: the form itself, and its editor beside a preview with the data that go in and come out, all in Dutch.
import { Form as JsForm, FormPlayground as JsFormPlayground } from '@bpmn-io/form-js';
import { MarkdownRendererModule } from '@bpmn-io/form-js-viewer';
import '@bpmn-io/form-js/dist/assets/form-js.css';
import '@bpmn-io/form-js/dist/assets/form-js-editor.css';
import '@bpmn-io/form-js/dist/assets/form-js-playground.css';
import '@bpmn-io/form-js/dist/assets/properties-panel.css';

// Headings of a form stand below those of the page that shows it.
const [, Markdown] = MarkdownRendererModule.markdownRenderer;
class LowerHeadings extends Markdown {
  static $inject = [];

  render(markdown) {
    return super.render(markdown).replace(/<(\/?)h([1-6])\b/g, (_, closing, level) => `<${closing}h${Math.min(Number(level) + 2, 6)}`);
  }
}
const lowered = { markdownRenderer: ['type', LowerHeadings] };

class Form extends JsForm {
  constructor(options = {}) {
    super({ ...options, additionalModules: [...(options.additionalModules || []), lowered] });
  }
}

class FormPlayground extends JsFormPlayground {
  constructor(options) {
    super({ ...options, actions: { display: false }, additionalModules: [lowered] });
  }
}

export default { Form, FormPlayground };
