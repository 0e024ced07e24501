// People who do not exist. Forenames are from many places; surnames are made up, so that nobody finds themselves here.
// Telephone numbers are from the ranges that Ofcom keeps for drama. Names are drawn apart from everything else:
// nothing about how a household pays follows from them.
import { hashText, type Random } from './random.ts';

const forenames = (
  'Abena Adwoa Agnieszka Aisling Amara Anneka Ayaan Bahar Bartek Bethan Bilal Bronagh Callum Carys Chidi Ciaran Danuta ' +
  'Dariush Delroy Dilys Dimitra Efua Eilidh Emeka Ewan Farah Fatou Femi Fergus Gethin Grainne Gulsen Hamza Hanneke Hodan ' +
  'Idris Ines Ioana Isha Jamal Janusz Jasmin Jerome Kamala Keisha Kerensa Kofi Kwame Leila Lowri Luca Magda Malik ' +
  'Marlon Mehmet Meena Mirela Morag Nadia Ngozi Niamh Nimo Olena Olu Oksana Parvati Patryk Priya Rahel Rajan Rhys Rosa ' +
  'Rukhsana Sadia Samira Shanice Sioned Sunil Tamsin Tariq Tegan Thandi Tomasz Uzma Valentina Vikram Wanjiru Winston ' +
  'Xanthe Yasmin Yusuf Zainab Zofia Alan Brenda Colin Doreen Eric Glenys Harold Irene Jean Keith Linda Maureen Norman ' +
  'Pauline Raymond Sheila Terry Vera Wendy'
).split(' ');

const surnames = (
  'Adeyombo Aldermarsh Amberlow Anwarzai Ashenbrook Baxendown Bellwhistle Birchamley Bialonek Brackendale Brindlecombe ' +
  'Candlewick Chaudhrane Cobbleworth Copperfold Corrigmoor Dalmahoyle Desalenko Dewberrow Dimakopol Dovetree Drumalee ' +
  'Eastermill Ekwunosi Elderfen Fairwhistle Farahani-Lowe Fennimarsh Fernhollow Foxcombe Garrowby-Hale Ghanemi Glasswater ' +
  'Goldenrook Grzelak-Moor Gwynthorne Hallowmere Harekwe Hawksbeard Hazelgrave Heronsway Honeybourn Ibekwele Inglemoor ' +
  'Ivybank Jakubczek Jessamold Juniperson Kalanithar Kestrelmoor Kingfernley Korantine Kowalinski-Fern Lanternby Larkwhistle ' +
  'Lindenshaw Llanfairley Mabandla-Rook Maplethorn Marigolde Mbatusa Meadowhaugh Merrivane Millstreamer Mistletop Mossgrave ' +
  'Nakamba Nettlecomb Nightjarrow Nwabuezo Oakenshawe Odunlade Okafornia Orchardine Osmanoglow Otterbrae Owlersby Paddockson ' +
  'Papadimou Pebblemarsh Pennywhistle Plumbridge Quillfeather Quinceley Rahmanzade Ravenstoke Riverscourt Rookhampton ' +
  'Rosebarrow Rushbeck Saffronley Sandpiperson Sedgewater Shahbazi-Lane Silverwick Siddiquane Skylarkin Sorrelby Starlingford ' +
  'Stonechatley Swiftwater Szymanekova Tamarindo Tansyworth Teaselby Thistlewood Thornapple Tidewell Umarovic Underwillow ' +
  'Vallonette Vetchley Wagtailor Warsamee Waterlily-Jones Weatherfold Whinberry Willowherb Wintergreene Wrenfield Yarrowby ' +
  'Yewbarrow Zahirovan Zielonek'
).split(' ');

export type MadeUpPerson = {
  name: string;
  dateOfBirth: { year: number; month: number; day: number } | null;
  phone: string | null;
  email: string | null;
  preferredContact: 'phone' | 'text' | 'email' | 'letter' | 'visit';
  /** null: not recorded. */
  language: string | null;
};

export function madeUpName(random: Random): string {
  return `${random.pick(forenames)} ${random.pick(surnames)}`;
}

/** A tenant, of 19 to 88 years in `year`; some details are missing, as they are in life. */
export function madeUpPerson(random: Random, year: number, surname?: string): MadeUpPerson {
  const forename = random.pick(forenames);
  const family = surname ?? random.pick(surnames);
  const born = year - 19 - Math.floor((random.next() + random.next()) * 35);
  const phone = random.chance(0.94)
    ? random.chance(0.88)
      ? `07700 900${String(random.whole(0, 999)).padStart(3, '0')}`
      : `01632 960${String(random.whole(0, 999)).padStart(3, '0')}`
    : null;
  const email = random.chance(0.62)
    ? `${forename}.${family}${random.whole(1, 99)}@example.test`.toLowerCase()
    : null;
  return {
    name: `${forename} ${family}`,
    dateOfBirth: random.chance(0.9)
      ? { year: born, month: random.whole(1, 12), day: random.whole(1, 28) }
      : null,
    phone,
    email,
    preferredContact: random.weighted({
      phone: phone ? 42 : 0,
      text: phone ? 30 : 0,
      email: email ? 14 : 0,
      letter: 10,
      visit: 4,
    }),
    language: recordedLanguage(
      random.chance(0.88)
        ? 'English'
        : random.pick(['Polish', 'Urdu', 'Somali', 'Bengali', 'Romanian', 'Arabic', 'Portuguese', 'Welsh']),
      `${forename} ${family} ${born}`,
    ),
  };
}

/** Of one person in six it is not recorded. Decided without a draw, which would change everything that is drawn after it. */
function recordedLanguage(spoken: string, person: string): string | null {
  return hashText(`language of ${person}`) % 6 === 0 ? null : spoken;
}
