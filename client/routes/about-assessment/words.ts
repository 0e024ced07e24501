// How a suggestion is made, for the people who use it and those whom it is about.
export const about = {
  windowTitle: 'How suggestions are made – Doorstep',
  back: 'Back to the case',
  title: 'How suggestions are made',
  intro:
    'Doorstep suggests what to do next about a rent account, and says why. It follows a rule that anyone can check. It does not score people. A person decides what to do. Nothing is sent automatically.',
  uses: {
    title: 'What the rule uses',
    list: [
      'Rent and other charges, payments, returned payments and corrections.',
      'When payments usually arrive: agreed payments, benefit schedules and the days of past payments.',
      'The repayment plan and whether it is kept. The latest promise to pay.',
      'Holds: breathing space, a court’s decision, safeguarding, a death or an agreed pause.',
      'Contacts and visits: when, what kind, and whether the tenant was reached.',
      'Open repairs. Damp, mould and overdue repairs come before rent. Court is not suggested while they are open.',
    ],
  },
  never: {
    title: 'What the rule never uses',
    list: [
      'Age, sex, race, origin, language, faith, disability, health, pregnancy, marriage or sexual orientation.',
      'Who lives in the home, support needs, and anything in a note or a message.',
      'The street, the neighbours, or how similar tenants have paid.',
    ],
    noField: 'The rule has no field for any of these.',
    alerts:
      'Cautionary alerts decide who may visit, and how many people. They never change the suggestion or its urgency.',
  },
  steps: {
    title: 'How it works',
    list: [
      'This week’s rent does not count until the week is over. A payment counts as soon as it is recorded.',
      'Payments due are taken off the balance. The part that they cover is called technical arrears. The rest is overdue.',
      'A hold stops all action on the debt. The rule then looks at nothing else.',
      'The weeks of rent overdue, and what was tried before, decide the step: a message, a call or a visit. The landlord sets the limits, with dates, in one table.',
      'Urgency only sorts cases that have the same step. It says nothing about the person.',
    ],
  },
  limits: {
    title: 'Limits',
    list: [
      'The rule only knows what is in the accounts. Each case shows the time up to which payments are received.',
      'Payments made by hand on no fixed day cannot be predicted. The whole balance then counts as overdue.',
      'Two jobs with different paydays may look like no pattern.',
      'The rule does not know why a tenant owes rent. Ask them.',
      'The landlord has not confirmed figures marked † yet. Nothing here is legal advice.',
    ],
  },
  wrong: {
    title: 'If a suggestion is wrong',
    text: 'Tell the team manager. Each suggestion can be worked out again from that day’s facts, so mistakes can be found and corrected. A tenant may ask what is held about them and how it was used.',
  },
};
