// The notes about a case that a colleague wants or takes over, which load right after the list.

export const notes = {
  asked: (name: string, address: string) => `${name} wants your case at ${address}.`,
  taken: (name: string, address: string) => `${name} has taken over ${address}.`,
  given: (address: string) => `You now have ${address}.`,
  kept: (name: string, address: string) => `${name} is keeping ${address}.`,
  handOver: 'Hand over',
  keep: 'Keep',
  open: 'Open case',
  close: (note: string) => `Close: ${note}`,
};

export const correction = {
  failed: 'This was not saved. Try again.',
};
