// When a message counts as read: its thread's end is on screen in a window that has the focus, for a moment.
//   [UI-165] what nobody could have seen is not marked as read.
import type { Conversation } from './conversation.svelte.ts';
import { threads } from './threads.svelte.ts';

const momentMs = 500;

/** Make it in a component, with its conversation and the element at the end of the messages. */
export class Reading {
  /** The last message read before this visit: newer ones are shown below a line. null: all were read. */
  before = $state<string | null | undefined>(undefined);
  #sent = '';

  constructor(conversation: Conversation, end: () => HTMLElement | undefined) {
    let seen = $state(false);
    let focused = $state(document.hasFocus() && !document.hidden);
    $effect(() => {
      const element = end();
      if (!element) return;
      const observer = new IntersectionObserver((all) => (seen = all.at(-1)?.isIntersecting ?? false));
      observer.observe(element);
      const look = () => (focused = document.hasFocus() && !document.hidden);
      for (const event of ['focus', 'blur'] as const) window.addEventListener(event, look);
      document.addEventListener('visibilitychange', look);
      return () => {
        observer.disconnect();
        for (const event of ['focus', 'blur'] as const) window.removeEventListener(event, look);
        document.removeEventListener('visibilitychange', look);
      };
    });
    $effect(() => {
      const { thread, ready } = conversation;
      if (this.before !== undefined || !thread || !ready) return;
      const mine = thread.readBy.find(({ staffId }) => staffId === threads.me.staffId)?.upTo ?? null;
      this.before = thread.unread > 0 ? mine : null;
    });
    $effect(() => {
      const { last, thread } = conversation;
      if (!seen || !focused || !last || !thread || this.#sent === last.id) return;
      const mine = thread.readBy.find(({ staffId }) => staffId === threads.me.staffId)?.upTo;
      if (mine === last.id || last.from.staffId === threads.me.staffId) return;
      const timer = setTimeout(() => {
        this.#sent = last.id;
        void threads.write('thread.read', { caseId: thread.caseId, threadId: thread.id, upTo: last.id });
      }, momentMs);
      return () => clearTimeout(timer);
    });
  }
}
