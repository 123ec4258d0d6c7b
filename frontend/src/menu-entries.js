// The menus offer only what this system runs: what the gate always refuses cannot be made or chosen.
const REFUSED = /(^|-)(manual|script|complex|transaction|ad-hoc|compensation|compensate|cancel|link|conditional(?!-flow))(-|$)|^((create|append|replace-with)-)?task$/;

class MenuEntries {
  static $inject = ['popupMenu'];

  constructor(popupMenu) {
    for (const menu of ['bpmn-create', 'bpmn-append', 'bpmn-replace']) popupMenu.registerProvider(menu, 200, this); // after all others
  }

  getPopupMenuEntries() {
    return entries => Object.fromEntries(Object.entries(entries).filter(([name]) => !REFUSED.test(name)));
  }
}

export default { __init__: ['menuEntries'], menuEntries: ['type', MenuEntries] };
