// What forms and cards of all rooms show about saving and sending.
export const saving = {
  saving: 'Saving…',
  sending: 'Sending…',
  saved: 'Saved.',
  waits: 'Saved on this device. Will send.',
  factsOnly: 'Facts only. The tenant can ask to read this.',
};
