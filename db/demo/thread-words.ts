// What fictional officers and repairs people write to each other: believable, and nobody's own words. By kind of repair:
// the question, what the officer asks again, an answer that promises a day, one that asks back, and thanks.

export type Script = {
  subject: string;
  ask: string;
  chase: string;
  /** {day} is the promised day. */
  promise: string;
  askBack: string;
  thanks: string;
};

const chase = 'Any news on this one? I am there again tomorrow and would like to bring an answer.';
const thanks = 'Thank you. I have told them, and they will be in.';

export const scripts: Record<string, Script> = {
  heating: {
    subject: 'No heating',
    ask: 'The boiler is off again and there is a baby in the home. They use two fan heaters, which they cannot afford. Can somebody come this week?',
    chase: 'They rang again: still cold, and the baby has a cough now. Can we call this urgent?',
    promise:
      'Sorry for the wait. The part is here and our heating engineer comes on {day}, between 8 and 12. He will ring first.',
    askBack:
      'Which error does the boiler show, and is there pressure? If they can send a photo of the panel we bring the right part the first time.',
    thanks,
  },
  plumbing: {
    subject: 'Leak, and a water meter',
    ask: 'The leak is worse than it reads. There is a bucket under it, and they are on a meter. Can this come forward?',
    chase,
    promise:
      'We have moved it forward to {day}, in the morning. Please ask them to clear the cupboard below the sink.',
    askBack: 'Is it the trap or the supply? If it drips with the taps shut, they should close the stopcock.',
    thanks: 'That helps, thank you. I showed them where the stopcock is.',
  },
  electrical: {
    subject: 'Sockets and a freezer',
    ask: 'They run the fridge from an extension lead across the hall. It is not safe with small children. When is this planned?',
    chase,
    promise: 'Our electrician comes on {day}. Until then please ask them not to use the lead under the rug.',
    askBack:
      'Does the trip switch go at once when it is reset, or after a while? That tells us what to bring.',
    thanks,
  },
  damp_mould: {
    subject: 'Mould in the bedroom',
    ask: 'I saw it today: black mould along the outside wall, about a metre by two, in the room where the children sleep. One of them has asthma. They wipe it every week and it comes back.',
    chase:
      'They tell me that nobody has called. I saw it again this morning and it has spread to the wardrobe.',
    promise:
      'A surveyor comes on {day} and treats it on the same visit. The written summary follows within three working days.',
    askBack:
      'Is the extractor fan working, and is the window trickle vent open? And could you say how many sleep in that room?',
    thanks: 'Thank you, they are relieved. I noted the asthma in the case.',
  },
  doors_windows: {
    subject: 'The front door does not lock',
    ask: 'The front door only closes with a shove and does not lock. She lives by herself and does not sleep well for it.',
    chase,
    promise: 'A joiner comes on {day}, first job of the day. He brings a new lock as well.',
    askBack: 'Is it the lock or has the frame dropped? If the key turns with the door open, it is the frame.',
    thanks,
  },
  roofing: {
    subject: 'Stain on the ceiling',
    ask: 'The stain grows with each rain and the plaster is soft now. They have moved the cot out of that room.',
    chase,
    promise: 'The scaffold goes up on {day} and the roofers follow the same week, weather allowing.',
    askBack: 'Does it only come with wind from the west? Then it is the flashing and we need no scaffold.',
    thanks,
  },
  kitchen_bathroom: {
    subject: 'Bathroom after the repair',
    ask: 'The tiles by the bath are loose again and the wall behind is wet. He uses a seat to get in and is afraid to slip.',
    chase,
    promise: 'We are there on {day} for the whole day. He can wash at his neighbour’s, who has agreed.',
    askBack: 'Would he rather have a level shower? If so I ask for an occupational therapist to look first.',
    thanks,
  },
  fencing: {
    subject: 'Fence down, and a dog',
    ask: 'The panel is down and their dog gets out. The neighbour has complained twice. When might it be done?',
    chase,
    promise: 'We do the whole row on {day}. Please ask them to keep the dog in until we have gone.',
    askBack: 'Is it our side or the neighbour’s? The plan says that the left side is ours.',
    thanks,
  },
  drainage: {
    subject: 'The drain again',
    ask: 'The drain outside is blocked for the third time this autumn, and it smells in the kitchen.',
    chase,
    promise: 'A camera goes down on {day}, and if it is roots we dig the same day.',
    askBack: 'Do the neighbours have it too? Then it is the water company’s, and I report it there.',
    thanks,
  },
};

export const noRepair: Script = {
  subject: 'Access for the gas check',
  ask: 'I saw them today. They work nights, which is why nobody opened for the gas check. After 2 in the afternoon is good.',
  chase,
  promise:
    'Thank you, that explains it. Booked for {day} at half past two; the engineer texts when he sets out.',
  askBack: 'Good to know. Is there a mobile number that we may use? Ours is out of service.',
  thanks: 'They know and will be up. Thank you.',
};
