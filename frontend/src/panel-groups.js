// The panel shows only what this system runs: the gate refuses listeners, scripts, connectors and asynchronous continuations.
const REFUSED = new Set([
  'AsynchronousContinuations',
  'CandidateStarter',
  'ConnectorInput',
  'ConnectorOutput',
  'Errors',
  'ExecutionListener',
  'FieldInjection',
  'FormData',
  'HistoryCleanup',
  'JobExecution',
  'ProcessVariables',
  'Script',
  'StartInitiator',
  'TaskListener',
  'Tasklist'
].map(name => `CamundaPlatform__${name}`));

class PanelGroups {
  static $inject = ['propertiesPanel'];

  constructor(panel) {
    panel.registerProvider(200, this); // after all others
  }

  getGroups() {
    return groups => groups.filter(group => !REFUSED.has(group.id));
  }
}

export default { __init__: ['panelGroups'], panelGroups: ['type', PanelGroups] };
