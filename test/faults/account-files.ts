/** The databases of accounts, and the names that account tools give to their backups and new files. */
export const accountFiles: ReadonlySet<string> = new Set(
  ["passwd", "group", "shadow", "gshadow", "subuid", "subgid"].flatMap((name) =>
    ["", "-", "+"].map((end) => `etc/${name}${end}`),
  ),
);
