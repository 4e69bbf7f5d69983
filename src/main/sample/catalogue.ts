/** What the generated shop sells and where its visitors come from: the plant shop of the sample log, larger. */

export interface Product {
  readonly id: string;
  readonly name: string;
  readonly category: string;
  readonly price: number;
}

const RANGES: readonly {
  category: string;
  code: string;
  names: readonly string[];
  from: number;
  step: number;
}[] = [
  {
    category: 'Plants',
    code: 'plant',
    names: [
      'Boston fern',
      'Monstera',
      'Olive tree',
      'Peace lily',
      'Snake plant',
      'Rubber fig',
      'Calathea',
      'Areca palm',
    ],
    from: 18,
    step: 5.5,
  },
  {
    category: 'Pots',
    code: 'pot',
    names: ['Stoneware pot', 'Terracotta pot', 'Hanging planter', 'Window box', 'Glazed bowl', 'Zinc tub'],
    from: 9.5,
    step: 4.9,
  },
  {
    category: 'Care',
    code: 'care',
    names: ['Potting soil', 'Watering can', 'Pruning shears', 'Plant food', 'Mister', 'Moisture meter'],
    from: 8.9,
    step: 6.1,
  },
  {
    category: 'Seeds',
    code: 'seed',
    names: ['Basil seeds', 'Tomato seeds', 'Chilli seeds', 'Wildflower mix', 'Lavender seeds'],
    from: 2.8,
    step: 0.4,
  },
  {
    category: 'Books',
    code: 'book',
    names: ['The patient gardener', 'Small balconies', 'Pruning by season'],
    from: 19,
    step: 3,
  },
];

export const PRODUCTS: readonly Product[] = RANGES.flatMap(({ category, code, names, from, step }) =>
  ['S', 'M', 'L'].flatMap((size, sizeIndex) =>
    names.map((name, index) => ({
      id: `${code}-${size.toLowerCase()}${String(index + 1).padStart(2, '0')}`,
      name: `${name} ${size}`,
      category,
      price: Math.round((from + step * (index + sizeIndex)) * 100) / 100,
    })),
  ),
);

export const CATEGORIES: readonly string[] = RANGES.map((range) => range.category);

export interface Campaign {
  readonly query: string;
  /** Query key of the click id that the platform appends, or null. */
  readonly clickKey: 'gclid' | 'fbclid' | null;
}

export const CAMPAIGNS: readonly Campaign[] = [
  { query: 'utm_source=google&utm_medium=cpc&utm_campaign=spring_repot', clickKey: 'gclid' },
  { query: 'utm_source=google&utm_medium=cpc&utm_campaign=brand', clickKey: 'gclid' },
  { query: 'utm_source=facebook&utm_medium=paid_social&utm_campaign=balcony', clickKey: 'fbclid' },
  { query: 'utm_source=newsletter&utm_medium=email&utm_campaign=monthly_letter', clickKey: null },
  { query: 'utm_source=instagram&utm_medium=social&utm_campaign=plant_of_the_week', clickKey: null },
];

export const SEARCHES: readonly string[] = [
  'olive',
  'shears',
  'basil',
  'fern',
  'pot 18',
  'soil',
  'balcony',
  'gift',
];
export const FIRST_NAMES: readonly string[] =
  'Ada Ben Cleo Dario Edda Farid Greta Hugo Ines Jonas Kaja Lena Maren Nils Oona Pavel Quinn Rosa Sven Tilda Uma Vera Wanda Xavier Yara Zeno'.split(
    ' ',
  );
export const LAST_NAMES: readonly string[] =
  'Abara Berg Costa Dahl Eklund Ferreira Grant Holm Ito Jansen Krueger Lambert Moreau Nasser Okafor Petit Rossi Salvi Tamm Ueda Visser Weiss Young Zhang'.split(
    ' ',
  );
export const CITIES: readonly string[] = [
  'Bremen',
  'Lyon',
  'Uppsala',
  'Leipzig',
  'Torino',
  'Porto',
  'Leeds',
  'Graz',
];
export const MAIL_HOSTS: readonly string[] = [
  'post.example',
  'courrier.example',
  'freemail.example',
  'posta.example',
];
