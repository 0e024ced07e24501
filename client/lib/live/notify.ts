// Notifications that the page shows while it is open and not in view. Anybody may read them on a locked screen: no name, no
// address, no amount. The service worker shows those of a closed app, with the same tags: a later one replaces the earlier.
const choiceKey = 'doorstep.notifications';

/** On this device: on for the member of staff with that id, off, or 'later' after the offer was put off; null: no choice yet. */
export type NotificationChoice = number | 'off' | 'later';
export function notificationChoice(): NotificationChoice | null {
  try {
    const kept = localStorage.getItem(choiceKey);
    return kept === null || kept === 'off' || kept === 'later' ? kept : Number(kept);
  } catch {
    return null;
  }
}

export function chooseNotifications(choice: NotificationChoice): void {
  try {
    localStorage.setItem(choiceKey, String(choice));
  } catch {
    // The browser keeps nothing: the choice holds until the browser is closed.
  }
}

export async function notify(title: string, body: string, tag: 'stand-down' | 'answer'): Promise<void> {
  if (!('Notification' in globalThis) || Notification.permission !== 'granted') return;
  if (notificationChoice() === 'off') return;
  const registration = await navigator.serviceWorker?.getRegistration();
  if (registration) await registration.showNotification(title, { body, tag });
  else new Notification(title, { body, tag });
}
