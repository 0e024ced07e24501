// What is found in a home during a visit: who was seen, quick checks, photographs.
export const checkArgs = {} as const;
