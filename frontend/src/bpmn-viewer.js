// The global `BpmnJS`: a viewer that can be moved and zoomed, and that reads the camunda: attributes of our diagrams.
import NavigatedViewer from 'bpmn-js/lib/NavigatedViewer';
import camunda from 'camunda-bpmn-moddle/resources/camunda.json';
import 'bpmn-js/dist/assets/diagram-js.css';
import 'bpmn-js/dist/assets/bpmn-js.css';

export default class BpmnJS extends NavigatedViewer {
  constructor(options = {}) {
    super({ ...options, moddleExtensions: { camunda, ...options.moddleExtensions } });
  }
}
