// The global `BpmnEditor`: the drawing of a process with a Dutch panel for camunda: attributes, our element templates, lint in Dutch,
// simulation with tokens and a minimap.
import BpmnModeler from 'bpmn-js/lib/Modeler';
import { BpmnPropertiesPanelModule, BpmnPropertiesProviderModule, CamundaPlatformPropertiesProviderModule } from 'bpmn-js-properties-panel';
import { ElementTemplatesPropertiesProviderModule } from 'bpmn-js-element-templates';
import CamundaBehaviors from 'camunda-bpmn-js-behaviors/lib/camunda-platform';
import { CreateAppendAnythingModule, CreateAppendElementTemplatesModule } from 'bpmn-js-create-append-anything';
import TokenSimulationModule from 'bpmn-js-token-simulation';
import lintModule from 'bpmn-js-bpmnlint';
import minimapModule from 'diagram-js-minimap';
import camunda from 'camunda-bpmn-moddle/resources/camunda.json';
import lint from './lint.js';
import menuModule from './menu-entries.js';
import panelModule from './panel-groups.js';
import drawing from './nl/drawing.js';
import findings from './nl/lint.js';
import panel from './nl/panel.js';
import { translating, untranslated } from './nl/translate.js';
import 'bpmn-js/dist/assets/diagram-js.css';
import 'bpmn-js/dist/assets/bpmn-js.css';
import 'bpmn-js/dist/assets/bpmn-font/css/bpmn.css';
import '@bpmn-io/properties-panel/dist/assets/properties-panel.css';
import 'bpmn-js-element-templates/dist/assets/element-templates.css';
import 'bpmn-js-token-simulation/assets/css/bpmn-js-token-simulation.css';
import 'bpmn-js-bpmnlint/dist/assets/css/bpmn-js-bpmnlint.css';
import 'diagram-js-minimap/assets/diagram-js-minimap.css';

export default class BpmnEditor extends BpmnModeler {
  static untranslated = untranslated;

  constructor({ container, panel: parent, templates }) {
    super({
      container,
      propertiesPanel: { parent },
      moddleExtensions: { camunda },
      linting: { bpmnlint: lint, active: true },
      elementTemplates: templates,
      additionalModules: [
        BpmnPropertiesPanelModule,
        BpmnPropertiesProviderModule,
        CamundaPlatformPropertiesProviderModule,
        ElementTemplatesPropertiesProviderModule,
        CamundaBehaviors,
        CreateAppendAnythingModule,
        CreateAppendElementTemplatesModule,
        TokenSimulationModule,
        lintModule,
        minimapModule,
        menuModule,
        panelModule,
        translating(panel, drawing, findings)
      ]
    });
  }
}
