/* Whose files this browser keeps. Another person's are thrown away at the start of every page; signing out clears the
 * browser's storage by a header. Small, for it is on every page. */
export const DATABASE = "nextwork-files";
export const WHOSE = "nextwork-files-of";

export function keepsFilesOf(person) {
  try {
    return Boolean(person) && localStorage.getItem(WHOSE) === person;
  } catch {
    return false;
  }
}

export function forgetFilesOfOthers(person) {
  try {
    const whose = localStorage.getItem(WHOSE);
    if (!whose || whose === person) return;
    indexedDB.deleteDatabase(DATABASE).onsuccess = () => localStorage.removeItem(WHOSE);
  } catch {
    // No storage, nothing kept.
  }
}
