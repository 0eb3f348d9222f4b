/** What programs print, made alike for every run. */

/** What differs from run to run is named alike. */
export function tidy(text: string, folder: string): string {
  return text
    .replaceAll(folder, "FOLDER")
    .replace(/\(\d+(\.\d+)? (ms|s)\)/g, "(TIME)")
    .replace(/^\d\d:\d\d:\d\d /gm, "HH:MM:SS ")
    .trimEnd();
}
