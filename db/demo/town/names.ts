// Invented names, plausible in an English town and each given once: the town, its river, districts, parks, streets,
// blocks of flats; and postcodes.
import { hashText, Random } from '../random.ts';

const words = (text: string) => text.trim().split(/\s+/);

const towns = words('Harrowmere Ellenstow Brackenforth Wythemouth Kelderwick Saltersby Thornaby-under-Lea');
const rivers = words('Ellen Wyre-Brook Kelder Sallow Brack Linnet Averne Tarrow Mell Dunnock');
const trees = words(
  `Alder Ash Aspen Beech Birch Blackthorn Bramble Bracken Broom Cedar Cherry Chestnut Clover Cowslip Elder Elm Fern
  Foxglove Gorse Hawthorn Hazel Heather Holly Hornbeam Ivy Juniper Laburnum Larch Laurel Lavender Lilac Linden Maple
  Medlar Mulberry Myrtle Oak Pine Plum Poplar Primrose Quince Rowan Sorrel Spindle Sycamore Tansy Teasel Thistle
  Walnut Willow Yarrow Yew`,
);
const birds = words(
  `Avocet Bittern Bunting Curlew Dipper Dunlin Fieldfare Finch Goldcrest Heron Jay Kestrel Kingfisher Lapwing Linnet
  Mallard Martin Merlin Nightingale Osprey Partridge Plover Redwing Robin Sandpiper Shearwater Siskin Skylark Snipe
  Starling Swallow Swift Teal Thrush Wagtail Warbler Wheatear Whinchat Woodcock Wren`,
);
const people = words(
  `Adderley Allardyce Ambrose Aske Banks Barnaby Bellamy Bexwell Blakey Bramhall Brindley Calloway Carver Chadwick
  Charlton Cobden Corbett Cranmer Crossley Dacre Darnley Delafield Denholm Drayton Dunstan Eastcott Ellison Emmott
  Fairfax Fenwick Ferrers Fielden Garrick Gascoigne Gillow Grafton Greville Halliday Hargreave Hartley Haworth Hebden
  Holroyd Ingham Jessop Kendrick Kershaw Lascelles Latimer Leighton Lockwood Lomax Marlow Marsden Massey Mortimer
  Naylor Neville Norwood Oakes Ogden Ormerod Paget Pemberton Percival Pickering Quarmby Radcliffe Rainford Redmayne
  Ridley Rokeby Sandys Saville Selwyn Shelby Stafford Stanhope Sutcliffe Talbot Tempest Thackray Tindall Tolland
  Tunstall Vavasour Verity Wainwright Walsh Wentworth Wharton Whitaker Wilmot Winstanley Wolsey Wyndham Yarwood`,
);
const places = words(
  `Abbey Albion Barrack Bath Bridge Canal Castle Chapel Church Cloister College Cooper Corn Dock Factory Fair Ferry
  Foundry Forge Friar Garden George Gas Granary Grange Green Guildhall Hanover Hill Hope King Kiln Lock Magdalen Malt
  Market Meadow Mill Minster Mint Moor Museum Navigation New Orchard Paradise Park Pottery Priory Prospect Providence
  Quarry Quay Queen Regent Rope School Silk Silver Smithy Spring Station Tanner Temple Union Vicarage Victoria Water
  Weaver Well Wharf Wool`,
);
const endings = {
  tight: words('Street Street Street Road Terrace Row Lane Place'),
  garden: words('Avenue Road Drive Crescent Gardens Grove Way'),
  modern: words('Close Drive Way Rise Mews Court Walk Croft View'),
  main: words('Road Road Road Lane Way'),
  centre: words('Street Street Lane Row Place Gate'),
};
export type Style = keyof typeof endings;

const districtHeads = words(
  `Alder Ash Barrow Beck Birk Black Bram Brant Burn Carr Cold Crag Dun East Elm Fair Fen Fox Gate Gold Green Hag Har
  Hazel Heath High Holm Kings Lang Lark Lea Lime Long Low Marl Mere Mid Moor Nether New North Oak Over Pen Pike Quarry
  Raven Red Rush Sand Scar Shaw South Spring Stain Stone Swan Thorn Under Wad West Whin White Wick Wind Wood Yarn`,
);
const districtTails = words(
  'beck borough bridge brook bury by cliffe combe cote croft dale den field ford gate ham hay holme hurst lees ley mead moor royd shaw side stead thorpe ton wall wick worth',
);

/** Hands out names, never the same one twice. */
export class Names {
  private readonly used = new Set<string>();
  private readonly random: Random;
  readonly town: string;
  readonly river: string;

  constructor(seed: string | number) {
    this.random = Random.stream(seed, 'names');
    this.town = this.random.pick(towns);
    this.river = `River ${this.random.pick(rivers)}`;
  }

  private once(make: (attempt: number) => string): string {
    for (let attempt = 0; ; attempt++) {
      const name = make(attempt);
      if (this.used.has(name)) continue;
      this.used.add(name);
      return name;
    }
  }

  /** `deadEnd` streets are closes and courts more often. */
  street(style: Style, deadEnd: boolean): string {
    const { random } = this;
    const heads =
      style === 'tight' || style === 'centre'
        ? [people, places, people]
        : style === 'main'
          ? [places, people]
          : [trees, trees, birds, people];
    return this.once((attempt) => {
      const ending = deadEnd && style !== 'tight' ? random.pick(endings.modern) : random.pick(endings[style]);
      // A town of thousands of streets runs out of single names; real ones then say which of two it is.
      const which =
        attempt > 6
          ? `${random.pick(['Upper', 'Lower', 'Old', 'New', 'East', 'West', 'North', 'South'])} `
          : '';
      const middle =
        attempt > 24 ? ` ${random.pick(['Hill', 'Park', 'Green', 'Mill', 'Wood', 'Bank', 'Field'])}` : '';
      return `${which}${random.pick(random.pick(heads))}${middle} ${ending}`;
    });
  }

  named(fixed: string): string {
    return this.once((attempt) => (attempt === 0 ? fixed : `${fixed} ${attempt + 1}`));
  }

  district(): string {
    return this.once(() => {
      const head = this.random.pick(districtHeads);
      const tail = this.random.pick(districtTails);
      // No doubled consonant at the seam that nobody could read.
      return head.endsWith(tail[0]!) || head.toLowerCase() === tail ? `${head} End` : head + tail;
    });
  }

  park(): string {
    const { random } = this;
    return this.once(() =>
      random.chance(0.6)
        ? `${random.pick(people)} ${random.pick(['Park', 'Park', 'Recreation Ground', 'Gardens', 'Fields'])}`
        : `${random.pick(trees)} ${random.pick(['Park', 'Common', 'Green', 'Meadow'])}`,
    );
  }

  wood(): string {
    return this.once(
      () => `${this.random.pick(people)}${this.random.pick(["'s Wood", ' Plantation', ' Copse'])}`,
    );
  }

  school(district: string): string {
    return this.once(
      () => `${district} ${this.random.pick(['Primary School', 'Academy', 'Infant School', 'School'])}`,
    );
  }
}

const unitLetters = 'ABDEFGHJLNPQRSTUWXYZ';

/**
 * A postcode of a form that Royal Mail never issues: area 'QJ', since Q is never a first letter of a postcode and J is
 * never a second. (Not 'ZZ99', which the NHS uses for people of no fixed abode.) The outward number is the district's,
 * the sector and the two letters follow from a running number of units within it: 4,000 before it grows a new outward.
 */
export function postcode(districtIndex: number, unit: number): string {
  const outward = districtIndex + 1;
  const sector = Math.floor(unit / 400) % 10;
  // Neighbouring units get letters that are not next to each other in the alphabet, as real ones do.
  const letters = (unit * 7 + (hashText(`unit/${districtIndex}`) % 400)) % 400;
  return `QJ${outward} ${sector}${unitLetters[Math.floor(letters / 20)]}${unitLetters[letters % 20]}`;
}
