// The panel shows only what this system runs: the gate refuses mappings, listeners, scripts, connectors and asynchronous continuations.
const REFUSED = new Set([
  'AsynchronousContinuations',
  'BusinessKey',
  'CandidateStarter',
  'ConnectorInput',
  'ConnectorOutput',
  'Errors',
  'ExecutionListener',
  'FieldInjection',
  'FormData',
  'HistoryCleanup',
  'InMapping',
  'InMappingPropagation',
  'Input',
  'JobExecution',
  'OutMapping',
  'OutMappingPropagation',
  'Output',
  'ProcessVariables',
  'Script',
  'StartInitiator',
  'TaskListener',
  'Tasklist'
].map(name => `CamundaPlatform__${name}`));

// Who does a task follows from its lane or from roles; persons and dates are not the diagram's.
const onlyRoles = group =>
  group.id === 'CamundaPlatform__UserAssignment' ? { ...group, entries: group.entries.filter(entry => entry.id === 'candidateGroups') } : group;

const OPEN = new Set(['general', 'CamundaPlatform__Form']);
const begunOpen = group => (OPEN.has(group.id) ? { ...group, shouldOpen: true } : group);

class PanelGroups {
  static $inject = ['propertiesPanel'];

  constructor(panel) {
    panel.registerProvider(200, this); // after all others
  }

  getGroups() {
    return groups => groups.filter(group => !REFUSED.has(group.id)).map(onlyRoles).map(begunOpen);
  }
}

export default { __init__: ['panelGroups'], panelGroups: ['type', PanelGroups] };
