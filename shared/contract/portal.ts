import type { Feature } from './route.ts'

/** The routes of the browser application. */
export const portal = {
  showWelcome: {
    method: 'GET',
    path: '/welcome',
    summary: 'Where the hosted sign-in sends people back to: says that it worked, and where to go',
    access: {
      public: 'it tells nothing about anyone; the browser has just come from the sign-in page and holds no token yet',
    },
    needs: [],
    status: 200,
    reply: 'page',
    fails: [],
    example: {},
  },
} as const satisfies Feature
