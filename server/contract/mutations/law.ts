// Holds, cautionary alerts, the pre-action checklist, court steps and the tasks that follow.
export const lawArgs = {} as const;
