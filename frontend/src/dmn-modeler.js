// The global `DmnEditor`: decision tables and how they hang together, in Dutch.
import DmnModeler from 'dmn-js/lib/Modeler';
import { CamundaPropertiesProviderModule, DmnPropertiesPanelModule, DmnPropertiesProviderModule } from 'dmn-js-properties-panel';
import camunda from 'camunda-dmn-moddle/resources/camunda.json';
import tables from './nl/tables.js';
import { translating, untranslated } from './nl/translate.js';
import 'dmn-js/dist/assets/diagram-js.css';
import 'dmn-js/dist/assets/dmn-font/css/dmn.css';
import 'dmn-js/dist/assets/dmn-js-shared.css';
import 'dmn-js/dist/assets/dmn-js-drd.css';
import 'dmn-js/dist/assets/dmn-js-decision-table.css';
import 'dmn-js/dist/assets/dmn-js-decision-table-controls.css';
import 'dmn-js/dist/assets/dmn-js-literal-expression.css';
import 'dmn-js/dist/assets/dmn-js-boxed-expression.css';
import 'dmn-js/dist/assets/dmn-js-boxed-expression-controls.css';
import 'dmn-js-properties-panel/dist/assets/properties-panel.css';

export default class DmnEditor extends DmnModeler {
  static untranslated = untranslated;

  constructor({ container, panel }) {
    const dutch = translating(tables);
    super({
      container,
      common: { additionalModules: [dutch] },
      drd: {
        propertiesPanel: { parent: panel },
        additionalModules: [DmnPropertiesPanelModule, DmnPropertiesProviderModule, CamundaPropertiesProviderModule, dutch]
      },
      decisionTable: { additionalModules: [dutch] },
      literalExpression: { additionalModules: [dutch] },
      boxedExpression: { additionalModules: [dutch] },
      moddleExtensions: { camunda }
    });
  }
}
