// What the store of conversations shows before the list of cases is here. It loads first.
export const begun = { thisHome: 'This home' };
