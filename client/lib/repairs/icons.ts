// The icons of the repairs, each from its own file so that the bundle holds these and no others.
export { default as ArrowLeft } from '@lucide/svelte/icons/arrow-left';
export { default as ClipboardPlus } from '@lucide/svelte/icons/clipboard-plus';
export { default as Droplets } from '@lucide/svelte/icons/droplets';
export { default as MessagesSquare } from '@lucide/svelte/icons/messages-square';
export { default as Siren } from '@lucide/svelte/icons/siren';
export { default as Upload } from '@lucide/svelte/icons/upload';
export { default as Wrench } from '@lucide/svelte/icons/wrench';
