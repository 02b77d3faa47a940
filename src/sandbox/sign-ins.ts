/** What the customer, simulated or real, decides about a pending sign-in. */
export interface Decision {
  readonly decision: 'approve' | 'deny' | 'timeout' | 'error';
  readonly risk?: boolean;
  readonly age?: number;
}

/** A sign-in that waits for its customer: a QR code to be scanned, a push to be answered. */
export interface SignIn {
  /** The vendor's own id for it, such as Jekimo's token. */
  readonly id: string;
  readonly provider: string;
  /** What the customer would open or scan. */
  readonly url: string;
  readonly createdAt: string;
  readonly expiresAt: string;
  readonly state: 'pending' | 'decided' | 'expired';
}

export interface SignIns {
  /** Registers a pending sign-in; `decide` is called at most once, with the customer's decision. */
  open(signIn: Omit<SignIn, 'state' | 'createdAt'>, decide: (decision: Decision) => void): void;
  list(): readonly SignIn[];
  /** False where no pending sign-in has this id. */
  decide(id: string, decision: Decision): boolean;
  /** Called for each new sign-in: how the simulated customer learns of it. */
  onOpen(listener: (signIn: SignIn) => void): void;
  reset(): void;
}
