// A copy of one answer of the server, as this device stores it (answers-kept.ts).

/** A body as it is stored: deflated, a tenth of its JSON. */
export type Sealed = Uint8Array<ArrayBuffer>;

/** What is stored. All but `body` is readable without opening the body. */
export type KeptAnswer = {
  path: string;
  staffId: number;
  /** 0: of no single case. */
  caseId: number;
  /** When the server read it, an ISO instant. */
  asOf: string;
  /** Size of the body as it is stored. */
  bytes: number;
  body: Sealed;
};
