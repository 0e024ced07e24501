// The lines of a household's budget in the shape of the Standard Financial Statement (the form that UK money advisers and
// creditors share: income, fixed costs, flexible costs, priority debts, other debts). The sections and what belongs
// under them follow that form's public headings; its spending guidelines are for members only and are not here.

/** The sections of a budget, in the order of the Standard Financial Statement. */
export const sections = ['income', 'fixed', 'flexible', 'priority_debt', 'other_debt'] as const;
export type Section = (typeof sections)[number];

/** What a landlord's guideline figures speak of: the flexible costs, by kind. */
export const guidelineCategories = ['food_housekeeping', 'communications_leisure', 'personal'] as const;
export type GuidelineCategory = (typeof guidelineCategories)[number];

export type LineKind = {
  section: Section;
  label: string;
  /** A household without it has probably forgotten it. */
  essential?: true;
  category?: GuidelineCategory;
  /** Money for living costs that comes from the state: what a prompt may ask about. */
  benefit?: true;
};

const kinds = {
  earnings: { section: 'income', label: 'Wages, after tax' },
  self_employment: { section: 'income', label: 'Self-employment, after tax' },
  universal_credit: { section: 'income', label: 'Universal Credit', benefit: true },
  housing_benefit: { section: 'income', label: 'Housing benefit', benefit: true },
  child_benefit: { section: 'income', label: 'Child benefit', benefit: true },
  disability_benefit: { section: 'income', label: 'Disability or carer’s benefit', benefit: true },
  pension_credit: { section: 'income', label: 'Pension credit', benefit: true },
  other_benefit: { section: 'income', label: 'Another benefit', benefit: true },
  state_pension: { section: 'income', label: 'State pension' },
  private_pension: { section: 'income', label: 'Work or private pension' },
  maintenance_in: { section: 'income', label: 'Maintenance received' },
  household_share: { section: 'income', label: 'From others in the household' },
  other_income: { section: 'income', label: 'Other income' },

  rent: { section: 'fixed', label: 'Rent', essential: true },
  council_tax: { section: 'fixed', label: 'Council tax', essential: true },
  gas: { section: 'fixed', label: 'Gas' },
  electricity: { section: 'fixed', label: 'Electricity', essential: true },
  other_fuel: { section: 'fixed', label: 'Other heating' },
  water: { section: 'fixed', label: 'Water', essential: true },
  tv_licence: { section: 'fixed', label: 'TV licence' },
  insurance: { section: 'fixed', label: 'Home insurance' },
  childcare: { section: 'fixed', label: 'Childcare' },
  school: { section: 'fixed', label: 'School costs' },
  care_health: { section: 'fixed', label: 'Care and health' },
  public_transport: { section: 'fixed', label: 'Public transport' },
  vehicle: { section: 'fixed', label: 'Car: fuel, tax, insurance' },
  pension_saving: { section: 'fixed', label: 'Pension and life insurance' },
  maintenance_out: { section: 'fixed', label: 'Maintenance paid' },
  other_fixed: { section: 'fixed', label: 'Other fixed cost' },

  food: { section: 'flexible', label: 'Food', essential: true, category: 'food_housekeeping' },
  housekeeping: {
    section: 'flexible',
    label: 'Cleaning, toiletries, nappies',
    category: 'food_housekeeping',
  },
  pets: { section: 'flexible', label: 'Pets', category: 'food_housekeeping' },
  phone_internet: {
    section: 'flexible',
    label: 'Phone, internet, television',
    category: 'communications_leisure',
  },
  leisure: { section: 'flexible', label: 'Going out, hobbies, gifts', category: 'communications_leisure' },
  clothing: { section: 'flexible', label: 'Clothes and shoes', category: 'personal' },
  hair: { section: 'flexible', label: 'Hair and other personal costs', category: 'personal' },
  tobacco: { section: 'flexible', label: 'Tobacco or vaping', category: 'personal' },
  savings: { section: 'flexible', label: 'Savings' },
  other_flexible: { section: 'flexible', label: 'Other flexible cost' },

  rent_arrears: { section: 'priority_debt', label: 'These rent arrears, as paid now' },
  council_tax_arrears: { section: 'priority_debt', label: 'Council tax arrears' },
  energy_arrears: { section: 'priority_debt', label: 'Gas or electricity arrears' },
  water_arrears: { section: 'priority_debt', label: 'Water arrears' },
  court_fines: { section: 'priority_debt', label: 'Court fines' },
  benefit_overpaid: { section: 'priority_debt', label: 'Benefit overpayment or advance' },
  hire_purchase: { section: 'priority_debt', label: 'Hire purchase of essentials' },
  other_priority: { section: 'priority_debt', label: 'Other priority debt' },

  credit_card: { section: 'other_debt', label: 'Credit or store card' },
  loan: { section: 'other_debt', label: 'Loan' },
  overdraft: { section: 'other_debt', label: 'Overdraft' },
  catalogue: { section: 'other_debt', label: 'Catalogue or buy now, pay later' },
  family_friends: { section: 'other_debt', label: 'Family or friends' },
  other_debt: { section: 'other_debt', label: 'Other debt' },
} as const satisfies Record<string, LineKind>;

export type LineCode = keyof typeof kinds;
/** Section, label and guideline of each line, by its code. */
export const lineKinds: Record<LineCode, LineKind> = kinds;
/** The codes of all lines, in the order of the form. */
export const lineCodes = Object.keys(kinds) as [LineCode, ...LineCode[]];

export const sectionLabels: Record<Section, string> = {
  income: 'Income',
  fixed: 'Fixed costs',
  flexible: 'Flexible costs',
  priority_debt: 'Priority debts',
  other_debt: 'Other debts',
};
/** The name of each category for which the statement has a spending guideline. */
export const guidelineLabels: Record<GuidelineCategory, string> = {
  food_housekeeping: 'Food and housekeeping',
  communications_leisure: 'Communications and leisure',
  personal: 'Personal costs',
};
