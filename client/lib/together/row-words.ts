// The words of a row of the list about colleagues: they load with the first page.

export const rowTags = {
  mine: 'You have it',
  theirs: (name: string) => `${name} has it`,
  viewing: (names: string) => `${names} viewing`,
};

/** How long a person has a case, after their name: 'You have this case until 18:00'. */
export const until = {
  unknown: 'for now',
  time: (time: string) => `until ${time}`,
  day: (day: string, time: string) => `until ${day} ${time}`,
};

export const people = {
  two: (first: string, second: string) => `${first} and ${second}`,
  more: (first: string, second: string, others: number) =>
    `${first}, ${second} and ${others === 1 ? '1 other' : `${others} others`}`,
};
