// Before any other module of a page: a library may read the browser's language as it is loaded.
import '../lib/words/language.ts';

export const ssr = false;
export const prerender = false;
