// What the panel beside the drawing of decisions says without offering it for translation.
const kinds = {
  Association: 'Stippellijn',
  AuthorityRequirement: 'Steunt op',
  BusinessKnowledgeModel: 'Rekenregel',
  Decision: 'Beslissing',
  Definitions: 'Beslissingen',
  InformationRequirement: 'Gebruikt',
  InputData: 'Invoer',
  KnowledgeRequirement: 'Rekent met',
  KnowledgeSource: 'Bron',
  TextAnnotation: 'Notitie'
};

export default {
  literals: {
    'General': 'Algemeen',
    'Documentation': 'Uitleg',
    'Variable': 'Gegeven',
    'History cleanup': 'Opruimen'
  },
  pieces: [['return concreteType.replace(/', `return ${JSON.stringify(kinds)}[concreteType] || concreteType.replace(/`]]
};
