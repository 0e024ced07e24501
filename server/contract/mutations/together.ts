// Who has a case, and the few fields that two people may edit at once.
export const togetherArgs = {} as const;
