// What fictional officers and repairs people write to each other: believable, and nobody's own words. By what the repair is
// (its description, repairs.ts): the question, and the answer that asks back. By its trade: the answer that promises a day.

export type Script = {
  ask: string;
  chase: string;
  /** {day} is the promised day. */
  promise: string;
  askBack: string;
  thanks: string;
};

const chase = 'Any news on this one? I am there again tomorrow and would like to bring an answer.';
const thanks = 'Thank you. I have told them, and they will be in.';

/** By category. */
const promises: Record<string, string> = {
  heating: 'Sorry for the wait. Our heating engineer comes on {day}, between 8 and 12, and rings first.',
  plumbing: 'We have moved it forward to {day}, in the morning. The plumber rings first.',
  electrical:
    'Our electrician comes on {day}, between 8 and 12. Until then please ask them to leave it switched off.',
  damp_mould:
    'A surveyor comes on {day} and treats it on the same visit. The written summary follows within three working days.',
  doors_windows: 'A joiner comes on {day}, first job of the day, with the parts.',
  roofing: 'The scaffold goes up on {day} and the roofers follow the same week, weather allowing.',
  kitchen_bathroom: 'We are there on {day}, and it takes half a day.',
  fencing: 'We do the whole row on {day}. Please ask them to keep the dog in until we have gone.',
  drainage: 'A camera goes down on {day}, and if it is roots we dig the same day.',
};

/** By description. */
const questions: Record<string, Pick<Script, 'ask' | 'askBack'> & { chase?: string }> = {
  'Kitchen tap drips': {
    ask: 'The kitchen tap drips faster now, and they are on a water meter. Can this come forward?',
    askBack: 'Is it the hot tap or the cold one, and does it drip when it is turned off hard?',
  },
  'Leak under the bath': {
    ask: 'The leak under the bath has reached the hall ceiling below. They empty a bucket twice a day.',
    askBack:
      'Does it leak only when the bath is used? If it always does, please ask them to close the stopcock.',
  },
  'Toilet will not flush': {
    ask: 'It is the only toilet in the home. They flush it with a bucket, and she is 81. Can somebody come sooner?',
    askBack: 'Does the cistern fill? If it does, the handle or the siphon is broken and we bring both.',
  },
  'Boiler loses pressure': {
    ask: 'The boiler is off every morning and there is a baby in the home. Can somebody come this week?',
    chase:
      'They rang again: still cold in the mornings, and the baby has a cough now. Can we call this urgent?',
    askBack: 'Which error does the boiler show? A photo of the panel helps us bring the right part.',
  },
  'No hot water': {
    ask: 'No hot water since the weekend, with three children. They wash at a neighbour’s. When is this planned?',
    askBack: 'Does the heating work? If it does, it is the diverter valve, and we bring one.',
  },
  'Radiator cold in the back bedroom': {
    ask: 'The back bedroom is the child’s, and the radiator there stays cold. They use a fan heater, which costs too much.',
    askBack: 'Is it cold all over, or warm at the top? If it is warm at the top it needs flushing.',
  },
  'Sockets dead in the kitchen': {
    ask: 'They run the fridge from an extension lead across the hall. It is not safe with small children. When is this planned?',
    askBack: 'Does the trip switch go at once when it is reset, or after a while?',
  },
  'Hall light flickers': {
    ask: 'The hall light flickers and he has fallen on the stairs once. Can this come forward?',
    askBack: 'Does it still flicker with a new bulb? Then it is the switch or the fitting.',
  },
  'Fan in the bathroom stopped': {
    ask: 'The bathroom fan has stopped, and the ceiling there is wet after each shower. They worry about mould.',
    askBack:
      'Does it make any noise when the light goes on? Then the motor is stuck, and we bring a new fan.',
  },
  'Mould on the bedroom wall': {
    ask: 'I saw it today: black mould along the bedroom’s outside wall, about a metre by two. One of the children has asthma.',
    chase: 'Nobody has called them yet. I saw it again this morning and it has spread to the wardrobe.',
    askBack: 'Is the extractor fan working, and how many people sleep in that room?',
  },
  'Damp patch by the window': {
    ask: 'The damp patch by the window is larger and the plaster is soft. The cot stood there; they have moved it.',
    askBack: 'Is it worse after rain? Then it is the sill outside, and we bring a ladder.',
  },
  'Black mould in the bathroom': {
    ask: 'The bathroom ceiling is black with mould again. They wipe it every week and it comes back.',
    askBack: 'Is the extractor fan working, and can the window be opened?',
  },
  'Front door does not lock well': {
    ask: 'The front door only closes with a shove, and often does not lock. She lives alone and does not sleep well for it.',
    askBack: 'If the key turns with the door open, the frame has dropped. Could you try?',
  },
  'Window handle broken': {
    ask: 'The handle is off and the window does not close. It is on the ground floor, so they do not leave it at night.',
    askBack: 'Is it the handle alone or the lock inside it? A photo helps.',
  },
  'Draught from the back door': {
    ask: 'There is a draught from the back door that you can feel in the hall. They hang a blanket over it.',
    askBack: 'Does it come from under the door or from its side? We bring the right seal.',
  },
  'Gutter overflows': {
    ask: 'The gutter overflows on the front wall, which is green now. It runs down by the electric meter.',
    askBack: 'Is there a tree near it? Then we bring the long ladder and clear the whole row.',
  },
  'Slipped tiles': {
    ask: 'Two tiles have slipped above the front door. They are afraid that one comes down on somebody.',
    askBack: 'Can they be seen from the street? A photo tells us whether we need a scaffold.',
  },
  'Stain on the ceiling after rain': {
    ask: 'The stain on the ceiling grows with each rain. They have moved the cot out of that room.',
    askBack: 'Does it only come with wind from the west? Then it is the flashing and we need no scaffold.',
  },
  'Cupboard door off': {
    ask: 'The cupboard door came off over the cooker and nearly hit him. Can somebody look at the others too?',
    askBack: 'Is it the hinge or has the board split? For a hinge we come with the next round.',
  },
  'Tiles loose around the bath': {
    ask: 'The tiles by the bath are loose and the wall behind is wet. He uses a seat to get in and is afraid to slip.',
    askBack: 'How many tiles are loose? Over six, and we do the whole side.',
  },
  'Fence panel down': {
    ask: 'The panel is down and their dog gets out. The neighbour has complained twice. When might it be done?',
    askBack: 'Is it our side or the neighbour’s? The plan says that the left side is ours.',
  },
  'Drain blocked outside': {
    ask: 'The drain outside is blocked for the third time this autumn, and it smells in the kitchen.',
    askBack: 'Do the neighbours have it too? Then it is the water company’s, and I report it there.',
  },
};

/** The messages of a conversation about this repair. A description that is not one of the demo’s has general ones. */
export function scriptFor({ category, description }: { category: string; description: string }): Script {
  const question = questions[description];
  return {
    ask: question?.ask ?? 'They asked me again when this will be done. Is there a day for it?',
    chase: question?.chase ?? chase,
    promise: promises[category] ?? 'We come on {day}, between 8 and 12, and ring first.',
    askBack:
      question?.askBack ?? 'Is it safe as it is until the end of the week? If it is not, we come today.',
    thanks,
  };
}

/** A conversation about the home in general. */
export const generalSubject = 'Access for the gas check';
export const general: Script = {
  ask: 'I saw them today. They work nights, which is why nobody opened for the gas check. After 2 in the afternoon is good.',
  chase,
  promise:
    'Thank you, that explains it. Booked for {day} at half past two; the engineer texts when he sets out.',
  askBack: 'Good to know. Is there a mobile number that we may use? Ours is out of service.',
  thanks: 'They know and will be up. Thank you.',
};
