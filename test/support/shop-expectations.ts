/**
 * What the sample shop leads to under the ruleset `customerlabs`, worked out from the published rules and not by the
 * engine. Lines count from 1 in samples/shop.ndjson; identifiers read `namespace:value`; profiles go by the name of
 * the person they stand for, in the order they were founded. samples/README.md tells the story of each case.
 */

export interface ExpectedOrder {
  readonly id: string;
  /** The last amount said of the order. */
  readonly amount: number;
  readonly currency: string;
  /** Every purchase event that speaks of the order. */
  readonly lines: readonly number[];
  /** Product id → quantity, over all those events. */
  readonly items: Readonly<Record<string, number>>;
  readonly refunded: number;
}

export interface ExpectedProfile {
  readonly name: string;
  readonly state: 'anonymous' | 'known' | 'unified';
  /** The identifier whose hash is the profile's id. */
  readonly founder: string;
  /** Held after the last event. */
  readonly identifiers: readonly string[];
  /** Held once, then handed over to someone else. */
  readonly handedAway: readonly string[];
  /** Founding identifiers of the profiles it absorbed: `formerIds`. */
  readonly absorbed: readonly string[];
  /** Click ids seen on its events: external ids, never keys. */
  readonly recorded: readonly string[];
  /** Credited events in canonical order; of repeated records the first copy. */
  readonly lines: readonly number[];
  readonly orders: readonly ExpectedOrder[];
  /** `identify_by_website` of the companies it is linked to. */
  readonly companies: readonly string[];
}

export interface ExpectedTouch {
  readonly line: number;
  readonly source: string | null;
  readonly medium: string | null;
  readonly campaign: string | null;
  readonly clickIds: readonly string[];
}

/** The rest of a profile, for some people. `traits` leaves out the address, which is an identifier as well. */
export interface ExpectedDetail {
  readonly name: string;
  readonly byName: Readonly<Record<string, number>>;
  readonly traits: Readonly<Record<string, string>>;
  readonly products: Readonly<Record<string, number>>;
  readonly firstTouch: ExpectedTouch | null;
  readonly lastTouch: ExpectedTouch | null;
  readonly firstSeenAt: string;
  readonly lastSeenAt: string;
}

export interface ExpectedMerge {
  readonly line: number;
  readonly into: string;
  readonly survivor: string;
  readonly absorbed: string;
}

export interface ExpectedRefusal {
  readonly identifier: string;
  readonly reason: 'OUTRANKED' | 'SHARED';
  /** The two profiles that stay apart; the one first credited comes first. */
  readonly between: readonly [string, string];
  readonly firstLine: number;
  readonly lastLine: number;
  readonly count: number;
}

export const SHOP_SUMMARY = {
  read: 197,
  events: 188,
  duplicates: { same: 2, sameContent: 1 },
  idReused: 1,
  unresolved: 4,
  rejected: 2,
  profiles: { anonymous: 10, known: 14, unified: 15 },
  companies: 2,
  merges: 5,
  refusals: 7,
  handOvers: 7,
  orders: 21,
  revenue: { EUR: 985.3, GBP: 56.0 },
  refunds: { EUR: 32.0 },
} as const;

/** Keys held by a profile at the end, per namespace. Blocked, demoted and recorded values are not among them. */
export const SHOP_KEYS: Readonly<Record<string, number>> = {
  crm_user_id: 4,
  customerlabs_user_id: 36,
  email: 28,
  facebook__fbp: 2,
  google_analytics__client_id: 2,
  phone: 5,
};

/** Distinct click ids, which are recorded and join nobody. */
export const SHOP_RECORDED: Readonly<Record<string, number>> = { fbclid: 5, gclid: 4 };

/** Lines that are not an event of their own, and why. */
export const SHOP_LINES = {
  rejected: [
    { line: 124, reason: 'bad-time' },
    { line: 153, reason: 'not-json' },
  ],
  unresolved: [
    { line: 52, reason: 'NO_IDENTIFIER' },
    { line: 89, reason: 'DEMOTED_ONLY' },
    { line: 95, reason: 'NO_IDENTIFIER' },
    { line: 161, reason: 'NO_IDENTIFIER' },
  ],
  duplicates: [
    { line: 109, kind: 'same', of: 108 },
    { line: 111, kind: 'same', of: 110 },
    { line: 121, kind: 'sameContent', of: 120 },
  ],
  idReused: [{ line: 123, first: 122 }],
  companyOnly: [125],
  undated: [140],
  late: [99, 100, 101, 102],
} as const;

export const SHOP_COMPANIES = [
  { website: 'nordlicht-studio.example', members: ['Ines', 'Jonas', 'Kaja'], lines: [63, 71, 88, 125] },
  { website: 'atelier-moreau.example', members: ['Lena'], lines: [91] },
] as const;

export const SHOP_MERGES: readonly ExpectedMerge[] = [
  {
    line: 11,
    into: 'Ada',
    survivor: 'email:ada.lindqvist@post.example',
    absorbed: 'customerlabs_user_id:cl_kiosk_atrium',
  },
  {
    line: 48,
    into: 'Cleo',
    survivor: 'email:cleo.marchetti@post.example',
    absorbed: 'customerlabs_user_id:cl_cleo_tablet',
  },
  {
    line: 55,
    into: 'Greta',
    survivor: 'customerlabs_user_id:cl_greta_laptop',
    absorbed: 'customerlabs_user_id:cl_greta_phone',
  },
  {
    line: 141,
    into: 'Uma',
    survivor: 'customerlabs_user_id:cl_uma_phone',
    absorbed: 'customerlabs_user_id:cl_uma_laptop',
  },
  {
    line: 145,
    into: 'Anouk',
    survivor: 'email:anouk.visser@post.example',
    absorbed: 'customerlabs_user_id:cl_anouk_phone',
  },
];

/** Refusals of one identifier between the same two profiles are one row, whichever of the two the event went to. */
export const SHOP_REFUSALS: readonly ExpectedRefusal[] = [
  {
    identifier: 'customerlabs_user_id:cl_kiosk_atrium',
    reason: 'OUTRANKED',
    between: ['Ben', 'Ada'],
    firstLine: 14,
    lastLine: 18,
    count: 2,
  },
  {
    identifier: 'customerlabs_user_id:cl_kiosk_atrium',
    reason: 'OUTRANKED',
    between: ['Cleo', 'Ada'],
    firstLine: 19,
    lastLine: 19,
    count: 1,
  },
  {
    identifier: 'customerlabs_user_id:cl_kiosk_atrium',
    reason: 'OUTRANKED',
    between: ['Dario', 'Cleo'],
    firstLine: 21,
    lastLine: 21,
    count: 1,
  },
  {
    identifier: 'customerlabs_user_id:cl_kiosk_atrium',
    reason: 'SHARED',
    between: ['Edda', 'Dario'],
    firstLine: 35,
    lastLine: 35,
    count: 1,
  },
  {
    identifier: 'customerlabs_user_id:cl_kiosk_atrium',
    reason: 'SHARED',
    between: ['Ben', 'Edda'],
    firstLine: 37,
    lastLine: 37,
    count: 1,
  },
  {
    identifier: 'customerlabs_user_id:cl_jon_laptop',
    reason: 'OUTRANKED',
    between: ['Jon', 'Jon (typo)'],
    firstLine: 44,
    lastLine: 44,
    count: 1,
  },
  {
    identifier: 'phone:+4915228817386',
    reason: 'OUTRANKED',
    between: ['Viktor', 'Vera'],
    firstLine: 77,
    lastLine: 78,
    count: 2,
  },
];

export const SHOP_HAND_OVERS = [
  { line: 14, identifier: 'customerlabs_user_id:cl_kiosk_atrium', from: 'Ada', to: 'Ben' },
  { line: 18, identifier: 'customerlabs_user_id:cl_kiosk_atrium', from: 'Ben', to: 'Ada' },
  { line: 19, identifier: 'customerlabs_user_id:cl_kiosk_atrium', from: 'Ada', to: 'Cleo' },
  { line: 21, identifier: 'customerlabs_user_id:cl_kiosk_atrium', from: 'Cleo', to: 'Dario' },
  { line: 35, identifier: 'customerlabs_user_id:cl_kiosk_atrium', from: 'Dario', to: 'Edda' },
  { line: 37, identifier: 'customerlabs_user_id:cl_kiosk_atrium', from: 'Edda', to: 'Ben' },
  { line: 44, identifier: 'customerlabs_user_id:cl_jon_laptop', from: 'Jon (typo)', to: 'Jon' },
] as const;

export const SHOP_PROFILES: readonly ExpectedProfile[] = [
  {
    name: 'Anouk',
    state: 'unified',
    founder: 'email:anouk.visser@post.example',
    identifiers: [
      'crm_user_id:CRM-0017',
      'customerlabs_user_id:cl_anouk_phone',
      'email:anouk.visser@post.example',
    ],
    handedAway: [],
    absorbed: ['customerlabs_user_id:cl_anouk_phone'],
    recorded: [],
    lines: [140, 143, 144, 145],
    orders: [],
    companies: [],
  },
  {
    name: 'Yara',
    state: 'known',
    founder: 'email:yara.haddad@post.example',
    identifiers: ['crm_user_id:CRM-0102', 'email:yara.haddad@post.example', 'phone:+491713920077'],
    handedAway: [],
    absorbed: [],
    recorded: [],
    lines: [1],
    orders: [],
    companies: [],
  },
  {
    name: 'Zeno',
    state: 'known',
    founder: 'email:zeno.vitale@posta.example',
    identifiers: ['crm_user_id:CRM-0103', 'email:zeno.vitale@posta.example'],
    handedAway: [],
    absorbed: [],
    recorded: [],
    lines: [2, 148],
    orders: [
      {
        id: 'FH-1026',
        amount: 49.0,
        currency: 'EUR',
        lines: [148],
        items: { 'pot-10': 1, 'fern-01': 1 },
        refunded: 0,
      },
    ],
    companies: [],
  },
  {
    name: 'Hugo',
    state: 'unified',
    founder: 'customerlabs_user_id:cl_hugo_laptop',
    identifiers: ['customerlabs_user_id:cl_hugo_laptop', 'email:hugo.lambert@courrier.example'],
    handedAway: [],
    absorbed: [],
    recorded: ['gclid:Cj0KCQiA-hugo-01'],
    lines: [3, 4, 5, 33, 34, 59, 60, 92, 93, 94, 180, 181, 182],
    orders: [
      {
        id: 'FH-1019',
        amount: 78.0,
        currency: 'EUR',
        lines: [94],
        items: { 'olive-03': 1, 'pot-10': 1 },
        refunded: 0,
      },
      { id: 'FH-1030', amount: 31.6, currency: 'EUR', lines: [182], items: { 'soil-20': 3 }, refunded: 0 },
    ],
    companies: [],
  },
  {
    name: 'Ada',
    state: 'unified',
    founder: 'email:ada.lindqvist@post.example',
    identifiers: ['customerlabs_user_id:cl_ada_phone', 'email:ada.lindqvist@post.example'],
    handedAway: ['customerlabs_user_id:cl_kiosk_atrium'],
    absorbed: ['customerlabs_user_id:cl_kiosk_atrium'],
    recorded: [],
    lines: [6, 7, 8, 9, 10, 11, 12, 13, 18],
    orders: [
      { id: 'FH-1001', amount: 54.0, currency: 'EUR', lines: [12], items: { 'olive-03': 1 }, refunded: 0 },
    ],
    companies: [],
  },
  {
    name: 'Ben',
    state: 'known',
    founder: 'email:ben.okafor@post.example',
    identifiers: ['customerlabs_user_id:cl_kiosk_atrium', 'email:ben.okafor@post.example'],
    handedAway: [],
    absorbed: [],
    recorded: [],
    lines: [14, 15, 16, 17, 37],
    orders: [],
    companies: [],
  },
  {
    name: 'Cleo',
    state: 'unified',
    founder: 'email:cleo.marchetti@post.example',
    identifiers: ['customerlabs_user_id:cl_cleo_tablet', 'email:cleo.marchetti@post.example'],
    handedAway: ['customerlabs_user_id:cl_kiosk_atrium'],
    absorbed: ['customerlabs_user_id:cl_cleo_tablet'],
    recorded: [],
    lines: [19, 20, 46, 47, 48, 49],
    orders: [
      { id: 'FH-1009', amount: 25.9, currency: 'EUR', lines: [49], items: { 'book-40': 1 }, refunded: 0 },
    ],
    companies: [],
  },
  {
    name: 'Dario',
    state: 'known',
    founder: 'email:dario.weiss@post.example',
    identifiers: ['email:dario.weiss@post.example'],
    handedAway: ['customerlabs_user_id:cl_kiosk_atrium'],
    absorbed: [],
    recorded: [],
    lines: [21, 22, 23, 24],
    orders: [
      { id: 'FH-1003', amount: 45.0, currency: 'EUR', lines: [22], items: { 'kit-50': 1 }, refunded: 0 },
    ],
    companies: [],
  },
  {
    name: 'Farid',
    state: 'unified',
    founder: 'customerlabs_user_id:cl_farid_phone',
    identifiers: [
      'customerlabs_user_id:cl_farid_phone',
      'email:farid.nasser@post.example',
      'phone:+491713920042',
    ],
    handedAway: [],
    absorbed: [],
    recorded: [],
    lines: [25, 26, 27, 66, 67, 192, 193],
    orders: [
      { id: 'FH-1014', amount: 52.9, currency: 'EUR', lines: [67], items: { 'pot-10': 2 }, refunded: 0 },
    ],
    companies: [],
  },
  {
    name: 'Greta',
    state: 'unified',
    founder: 'customerlabs_user_id:cl_greta_laptop',
    identifiers: [
      'customerlabs_user_id:cl_greta_laptop',
      'customerlabs_user_id:cl_greta_phone',
      'email:greta.johansson@post.example',
      'facebook__fbp:fb.1.1772919600000.5507',
      'google_analytics__client_id:GA1.1.5501.1772698500',
    ],
    handedAway: [],
    absorbed: ['customerlabs_user_id:cl_greta_phone'],
    recorded: ['fbclid:IwAR0greta7'],
    lines: [28, 29, 30, 31, 32, 53, 54, 55, 56, 183, 184],
    orders: [
      {
        id: 'FH-1012',
        amount: 53.3,
        currency: 'EUR',
        lines: [56],
        items: { 'mon-02': 1, 'soil-20': 1 },
        refunded: 0,
      },
    ],
    companies: [],
  },
  {
    name: 'Edda',
    state: 'known',
    founder: 'phone:+491713920011',
    identifiers: ['phone:+491713920011'],
    handedAway: ['customerlabs_user_id:cl_kiosk_atrium'],
    absorbed: [],
    recorded: [],
    lines: [35, 36],
    orders: [],
    companies: [],
  },
  {
    name: 'Visitor 2',
    state: 'anonymous',
    founder: 'customerlabs_user_id:cl_visitor_2',
    identifiers: ['customerlabs_user_id:cl_visitor_2'],
    handedAway: [],
    absorbed: [],
    recorded: [],
    lines: [38, 39],
    orders: [],
    companies: [],
  },
  {
    name: 'Jon (typo)',
    state: 'unified',
    founder: 'customerlabs_user_id:cl_jon_laptop',
    identifiers: ['email:jon@gmial.com'],
    handedAway: ['customerlabs_user_id:cl_jon_laptop'],
    absorbed: [],
    recorded: ['gclid:Cj0KCQiA-jon-02'],
    lines: [40, 41, 42, 43],
    orders: [],
    companies: [],
  },
  {
    name: 'Jon',
    state: 'known',
    founder: 'email:jon@gmail.com',
    identifiers: ['customerlabs_user_id:cl_jon_laptop', 'email:jon@gmail.com'],
    handedAway: [],
    absorbed: [],
    recorded: [],
    lines: [44, 45, 156, 157],
    orders: [
      { id: 'FH-1008', amount: 28.0, currency: 'GBP', lines: [45], items: { 'shear-22': 1 }, refunded: 0 },
    ],
    companies: [],
  },
  {
    name: 'Oona',
    state: 'known',
    founder: 'email:oona.petit@courrier.example',
    identifiers: ['email:oona.petit@courrier.example'],
    handedAway: [],
    absorbed: [],
    recorded: [],
    lines: [50, 51],
    orders: [
      { id: 'FH-1010', amount: 15.3, currency: 'EUR', lines: [51], items: { 'seed-30': 4 }, refunded: 0 },
    ],
    companies: [],
  },
  {
    name: 'Pavel',
    state: 'anonymous',
    founder: 'customerlabs_user_id:cl_pavel_phone',
    identifiers: ['customerlabs_user_id:cl_pavel_phone'],
    handedAway: [],
    absorbed: [],
    recorded: [],
    lines: [57, 58],
    orders: [],
    companies: [],
  },
  {
    name: 'Quinn',
    state: 'known',
    founder: 'email:quinn.abara@post.example',
    identifiers: ['customerlabs_user_id:cl_quinn_phone', 'email:quinn.abara@post.example'],
    handedAway: [],
    absorbed: [],
    recorded: [],
    lines: [61, 168, 169, 170],
    orders: [],
    companies: [],
  },
  {
    name: 'Ines',
    state: 'known',
    founder: 'email:ines.ferreira@nordlicht-studio.example',
    identifiers: ['customerlabs_user_id:cl_ines_work', 'email:ines.ferreira@nordlicht-studio.example'],
    handedAway: [],
    absorbed: [],
    recorded: [],
    lines: [62, 63, 68, 172, 173],
    orders: [
      {
        id: 'FH-1015',
        amount: 190.5,
        currency: 'EUR',
        lines: [68],
        items: { 'mon-02': 3, 'pot-10': 3 },
        refunded: 0,
      },
    ],
    companies: ['nordlicht-studio.example'],
  },
  {
    name: 'Rosa',
    state: 'unified',
    founder: 'customerlabs_user_id:cl_rosa_phone',
    identifiers: ['customerlabs_user_id:cl_rosa_phone', 'email:rosa.delgado@correo.example'],
    handedAway: [],
    absorbed: [],
    recorded: ['fbclid:IwAR1rosa9'],
    lines: [99, 100, 101, 102, 64, 65, 154, 155],
    orders: [
      { id: 'FH-1013', amount: 21.9, currency: 'EUR', lines: [65], items: { 'fern-01': 1 }, refunded: 0 },
    ],
    companies: [],
  },
  {
    name: 'Jonas',
    state: 'unified',
    founder: 'customerlabs_user_id:cl_jonas_work',
    identifiers: ['customerlabs_user_id:cl_jonas_work', 'email:jonas.krueger@nordlicht-studio.example'],
    handedAway: [],
    absorbed: [],
    recorded: [],
    lines: [69, 70, 71, 132, 133, 134, 135],
    orders: [
      { id: 'FH-1025', amount: 108.0, currency: 'EUR', lines: [135], items: { 'olive-03': 2 }, refunded: 0 },
    ],
    companies: ['nordlicht-studio.example'],
  },
  {
    name: 'Maren',
    state: 'unified',
    founder: 'customerlabs_user_id:cl_maren_desk',
    identifiers: ['customerlabs_user_id:cl_maren_desk', 'email:maren.dahl@post.example'],
    handedAway: [],
    absorbed: [],
    recorded: [],
    lines: [72, 73, 74, 98],
    orders: [],
    companies: [],
  },
  {
    name: 'Vera',
    state: 'known',
    founder: 'email:vera.molnar@post.example',
    identifiers: [
      'customerlabs_user_id:cl_vera_laptop',
      'email:vera.molnar@post.example',
      'phone:+4915228817386',
    ],
    handedAway: [],
    absorbed: [],
    recorded: [],
    lines: [75, 76, 142, 178, 179],
    orders: [],
    companies: [],
  },
  {
    name: 'Viktor',
    state: 'known',
    founder: 'email:viktor.molnar@post.example',
    identifiers: ['customerlabs_user_id:cl_viktor_phone', 'email:viktor.molnar@post.example'],
    handedAway: [],
    absorbed: [],
    recorded: [],
    lines: [77, 78],
    orders: [
      { id: 'FH-1017', amount: 30.5, currency: 'EUR', lines: [78], items: { 'can-21': 1 }, refunded: 0 },
    ],
    companies: [],
  },
  {
    name: 'Nils',
    state: 'anonymous',
    founder: 'customerlabs_user_id:cl_nils_desk',
    identifiers: ['customerlabs_user_id:cl_nils_desk'],
    handedAway: [],
    absorbed: [],
    recorded: [],
    lines: [79, 80, 190, 191],
    orders: [],
    companies: [],
  },
  {
    name: 'Sven',
    state: 'unified',
    founder: 'customerlabs_user_id:cl_sven_laptop',
    identifiers: ['customerlabs_user_id:cl_sven_laptop', 'email:sven.eklund@post.example'],
    handedAway: [],
    absorbed: [],
    recorded: [],
    lines: [81, 82, 83, 84, 85, 86, 162, 163],
    orders: [
      {
        id: 'FH-1016',
        amount: 29.2,
        currency: 'EUR',
        lines: [85, 86],
        items: { 'book-40': 1, 'seed-31': 2 },
        refunded: 0,
      },
    ],
    companies: [],
  },
  {
    name: 'Kaja',
    state: 'known',
    founder: 'email:kaja.novak@freemail.example',
    identifiers: ['customerlabs_user_id:cl_kaja_home', 'email:kaja.novak@freemail.example'],
    handedAway: [],
    absorbed: [],
    recorded: [],
    lines: [87, 88],
    orders: [],
    companies: ['nordlicht-studio.example'],
  },
  {
    name: 'Lena',
    state: 'known',
    founder: 'email:lena.moreau@freemail.example',
    identifiers: ['customerlabs_user_id:cl_lena_laptop', 'email:lena.moreau@freemail.example'],
    handedAway: [],
    absorbed: [],
    recorded: [],
    lines: [90, 91, 149, 150, 151, 152],
    orders: [
      {
        id: 'FH-1027',
        amount: 37.8,
        currency: 'EUR',
        lines: [152],
        items: { 'pot-10': 1, 'soil-20': 1 },
        refunded: 0,
      },
    ],
    companies: ['atelier-moreau.example'],
  },
  {
    name: 'Visitor 1',
    state: 'anonymous',
    founder: 'customerlabs_user_id:cl_visitor_1',
    identifiers: ['customerlabs_user_id:cl_visitor_1'],
    handedAway: [],
    absorbed: [],
    recorded: ['gclid:Cj0KCQiA-hugo-01'],
    lines: [96, 97],
    orders: [],
    companies: [],
  },
  {
    name: 'Uma',
    state: 'anonymous',
    founder: 'customerlabs_user_id:cl_uma_phone',
    identifiers: [
      'crm_user_id:CRM-4410',
      'customerlabs_user_id:cl_uma_laptop',
      'customerlabs_user_id:cl_uma_phone',
    ],
    handedAway: [],
    absorbed: ['customerlabs_user_id:cl_uma_laptop'],
    recorded: [],
    lines: [103, 104, 117, 118, 119, 141],
    orders: [],
    companies: [],
  },
  {
    name: 'Tilda',
    state: 'unified',
    founder: 'customerlabs_user_id:cl_tilda_tablet',
    identifiers: ['customerlabs_user_id:cl_tilda_tablet', 'email:tilda.berg@post.example'],
    handedAway: [],
    absorbed: [],
    recorded: [],
    lines: [105, 106, 107, 108, 110, 120, 122, 123],
    orders: [
      {
        id: 'FH-1021',
        amount: 35.0,
        currency: 'EUR',
        lines: [108],
        items: { 'seed-30': 5, 'pot-11': 2 },
        refunded: 0,
      },
    ],
    companies: [],
  },
  {
    name: 'Visitor 3',
    state: 'anonymous',
    founder: 'customerlabs_user_id:cl_visitor_3',
    identifiers: ['customerlabs_user_id:cl_visitor_3'],
    handedAway: [],
    absorbed: [],
    recorded: ['fbclid:IwAR3visitor'],
    lines: [112, 113, 114],
    orders: [],
    companies: [],
  },
  {
    name: 'Xavier',
    state: 'unified',
    founder: 'customerlabs_user_id:cl_xavier_laptop',
    identifiers: ['customerlabs_user_id:cl_xavier_laptop', 'email:xavier.dupont@courrier.example'],
    handedAway: [],
    absorbed: [],
    recorded: ['gclid:Cj0KCQiA-xavier-04'],
    lines: [115, 116, 136, 137, 138, 139, 171],
    orders: [
      {
        id: 'FH-1024',
        amount: 35.6,
        currency: 'EUR',
        lines: [139],
        items: { 'shear-22': 1, 'seed-31': 1 },
        refunded: 32.0,
      },
    ],
    companies: [],
  },
  {
    name: 'Wanda',
    state: 'unified',
    founder: 'customerlabs_user_id:cl_wanda_phone',
    identifiers: [
      'customerlabs_user_id:cl_wanda_phone',
      'email:wanda.kowalska@poczta.example',
      'facebook__fbp:fb.1.1773687600000.8801',
    ],
    handedAway: [],
    absorbed: [],
    recorded: ['fbclid:IwAR2wanda16'],
    lines: [126, 127, 128, 129, 130, 131, 196, 197],
    orders: [
      { id: 'FH-1023', amount: 49.9, currency: 'EUR', lines: [130], items: { 'kit-50': 1 }, refunded: 0 },
    ],
    companies: [],
  },
  {
    name: 'Bruno',
    state: 'unified',
    founder: 'customerlabs_user_id:cl_bruno_before',
    identifiers: [
      'customerlabs_user_id:cl_bruno_after',
      'customerlabs_user_id:cl_bruno_before',
      'email:bruno.salvi@posta.example',
      'google_analytics__client_id:GA1.1.7702.1773914400',
    ],
    handedAway: [],
    absorbed: [],
    recorded: [],
    lines: [146, 147, 164, 165, 166, 167],
    orders: [
      { id: 'FH-1028', amount: 41.9, currency: 'EUR', lines: [167], items: { 'pot-11': 4 }, refunded: 0 },
    ],
    companies: [],
  },
  {
    name: 'Visitor 4',
    state: 'anonymous',
    founder: 'customerlabs_user_id:cl_visitor_4',
    identifiers: ['customerlabs_user_id:cl_visitor_4'],
    handedAway: [],
    absorbed: [],
    recorded: [],
    lines: [158, 159, 160],
    orders: [],
    companies: [],
  },
  {
    name: 'Rhys',
    state: 'known',
    founder: 'email:rhys.morgan@post.example',
    identifiers: [
      'customerlabs_user_id:cl_rhys_phone',
      'email:rhys.morgan@post.example',
      'phone:+12025550123',
    ],
    handedAway: [],
    absorbed: [],
    recorded: [],
    lines: [174, 175, 176, 177],
    orders: [
      {
        id: 'FH-1029',
        amount: 28.0,
        currency: 'GBP',
        lines: [177],
        items: { 'book-40': 1, 'seed-31': 2 },
        refunded: 0,
      },
    ],
    companies: [],
  },
  {
    name: 'Visitor 5',
    state: 'anonymous',
    founder: 'customerlabs_user_id:cl_visitor_5',
    identifiers: ['customerlabs_user_id:cl_visitor_5'],
    handedAway: [],
    absorbed: [],
    recorded: ['gclid:Cj0KCQiA-v5-03'],
    lines: [185],
    orders: [],
    companies: [],
  },
  {
    name: 'Visitor 8',
    state: 'anonymous',
    founder: 'customerlabs_user_id:cl_visitor_8',
    identifiers: ['customerlabs_user_id:cl_visitor_8'],
    handedAway: [],
    absorbed: [],
    recorded: ['fbclid:IwAR4v8'],
    lines: [186, 187, 188, 189],
    orders: [],
    companies: [],
  },
  {
    name: 'Visitor 9',
    state: 'anonymous',
    founder: 'customerlabs_user_id:cl_visitor_9',
    identifiers: ['customerlabs_user_id:cl_visitor_9'],
    handedAway: [],
    absorbed: [],
    recorded: [],
    lines: [194, 195],
    orders: [],
    companies: [],
  },
];

export const SHOP_DETAILS: readonly ExpectedDetail[] = [
  {
    name: 'Hugo',
    byName: {
      'Page viewed': 4,
      'Product viewed': 4,
      'Search made': 1,
      'Added to cart': 1,
      'Create user': 1,
      Purchased: 2,
    },
    traits: { first_name: 'Hugo', last_name: 'Lambert', city: 'Lyon' },
    products: { 'olive-03': 1, 'pot-10': 1, 'soil-20': 3 },
    firstTouch: {
      line: 3,
      source: 'google',
      medium: 'cpc',
      campaign: 'spring_repot',
      clickIds: ['gclid:Cj0KCQiA-hugo-01'],
    },
    lastTouch: { line: 180, source: 'newsletter', medium: 'email', campaign: 'march_letter', clickIds: [] },
    firstSeenAt: '2026-03-02T12:01:00.000Z',
    lastSeenAt: '2026-03-25T20:09:00.000Z',
  },
  {
    name: 'Ada',
    byName: { 'Create user': 1, 'Page viewed': 3, 'Product viewed': 2, 'Update user': 2, Purchased: 1 },
    traits: { first_name: 'Ada', last_name: 'Lindqvist', city: 'Uppsala' },
    products: { 'olive-03': 1 },
    firstTouch: null,
    lastTouch: null,
    firstSeenAt: '2026-03-02T17:40:00.000Z',
    lastSeenAt: '2026-03-03T12:29:00.000Z',
  },
  {
    name: 'Farid',
    byName: { 'Page viewed': 2, 'Product viewed': 2, 'Create user': 1, 'Update user': 1, Purchased: 1 },
    traits: { first_name: 'Farid', last_name: 'Nasser', city: 'Leipzig' },
    products: { 'pot-10': 2 },
    firstTouch: {
      line: 25,
      source: 'instagram',
      medium: 'social',
      campaign: 'plant_of_the_week',
      clickIds: [],
    },
    lastTouch: {
      line: 25,
      source: 'instagram',
      medium: 'social',
      campaign: 'plant_of_the_week',
      clickIds: [],
    },
    firstSeenAt: '2026-03-04T18:05:00.000Z',
    lastSeenAt: '2026-03-27T18:32:17.000Z',
  },
  {
    name: 'Greta',
    byName: {
      'Page viewed': 3,
      'Category viewed': 1,
      'Product viewed': 3,
      'Added to cart': 1,
      'Create user': 1,
      'Update user': 1,
      Purchased: 1,
    },
    traits: { first_name: 'Greta', last_name: 'Johansson' },
    products: { 'mon-02': 1, 'soil-20': 1 },
    firstTouch: {
      line: 53,
      source: 'facebook',
      medium: 'paid_social',
      campaign: 'balcony_2026',
      clickIds: ['fbclid:IwAR0greta7'],
    },
    lastTouch: {
      line: 53,
      source: 'facebook',
      medium: 'paid_social',
      campaign: 'balcony_2026',
      clickIds: ['fbclid:IwAR0greta7'],
    },
    firstSeenAt: '2026-03-05T08:15:00.000Z',
    lastSeenAt: '2026-03-26T07:42:17.000Z',
  },
  {
    name: 'Sven',
    byName: {
      'Page viewed': 2,
      'Product viewed': 1,
      'Added to cart': 1,
      'Create user': 1,
      Purchased: 2,
      'Category viewed': 1,
    },
    traits: { first_name: 'Sven', last_name: 'Eklund' },
    products: { 'book-40': 1, 'seed-31': 2 },
    firstTouch: {
      line: 81,
      source: 'instagram',
      medium: 'social',
      campaign: 'plant_of_the_week',
      clickIds: [],
    },
    lastTouch: {
      line: 81,
      source: 'instagram',
      medium: 'social',
      campaign: 'plant_of_the_week',
      clickIds: [],
    },
    firstSeenAt: '2026-03-11T17:00:00.000Z',
    lastSeenAt: '2026-03-22T21:02:17.000Z',
  },
  {
    name: 'Xavier',
    byName: {
      'Page viewed': 2,
      'Category viewed': 1,
      'Product viewed': 1,
      'Create user': 1,
      Purchased: 1,
      'Order refunded': 1,
    },
    traits: { first_name: 'Xavier', last_name: 'Dupont' },
    products: { 'shear-22': 1, 'seed-31': 1 },
    firstTouch: {
      line: 115,
      source: 'google',
      medium: 'cpc',
      campaign: 'spring_repot',
      clickIds: ['gclid:Cj0KCQiA-xavier-04'],
    },
    lastTouch: {
      line: 115,
      source: 'google',
      medium: 'cpc',
      campaign: 'spring_repot',
      clickIds: ['gclid:Cj0KCQiA-xavier-04'],
    },
    firstSeenAt: '2026-03-15T08:30:00.000Z',
    lastSeenAt: '2026-03-24T09:00:00.000Z',
  },
];
