// Plans a round off the main thread, so that the page stays responsive.
import { planRound, type RoundRequest } from '#domain/rounds/round.ts';

type Scope = {
  onmessage: ((event: MessageEvent<{ n: number; request: RoundRequest }>) => void) | null;
  postMessage(message: unknown): void;
};
const scope = globalThis as unknown as Scope;

scope.onmessage = ({ data: { n, request } }) => scope.postMessage({ n, round: planRound(request) });
