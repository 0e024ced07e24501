// better-auth's device authorization (RFC 8628) as Doorstep uses it: its codes, its rate of asking and its one-time claim.
// It would hand a screen a session of the manager who approved; that way is closed, and screen-codes.ts has another.
import { createAuthEndpoint } from 'better-auth/api';
import { deviceAuthorization, redeemDeviceCode } from 'better-auth/plugins/device-authorization';
import { z } from 'zod';

export const client = 'wallboard';
const lastsMinutes = 15;
export const pollSeconds = 2;
const length = 8;

/** Nobody reaches these from outside: a screen and a manager come through /api/wallboard. */
export const closedPaths = [
  '/device',
  '/device/code',
  '/device/token',
  '/device/approve',
  '/device/deny',
  '/device/redeem',
];

export const screenCodePlugins = () =>
  [
    deviceAuthorization({
      expiresIn: `${lastsMinutes}m`,
      interval: `${pollSeconds}s`,
      userCodeLength: length,
      validateClient: (id) => id === client,
      verificationUri: '/wallboard/approve',
    }),
    redeeming(),
  ] as const;

/** Where /device/token would make a session of the manager's, this only claims the code, once and for all. */
function redeeming() {
  return {
    id: 'screen-codes',
    endpoints: {
      redeemScreenCode: createAuthEndpoint(
        '/device/redeem',
        { method: 'POST', body: z.object({ deviceCode: z.string().max(191) }) },
        async (ctx) => {
          const { claimedDeviceCode } = await redeemDeviceCode({
            ctx,
            deviceCode: ctx.body.deviceCode,
            authorizeRedemption: () => ({
              ownershipWhere: { field: 'clientId', value: client },
              context: undefined,
            }),
            prepareRedemption: () => undefined,
          });
          return { id: claimedDeviceCode.id };
        },
      ),
    },
  };
}
