/** The scripts of `troupe completion`, each loaded by its shell. */
import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { loadCommands } from "../app.ts";
import { bashScript } from "./bash.ts";
import { fishScript } from "./fish.ts";
import { proposedCommands } from "./proposals.ts";
import { zshScript } from "./zsh.ts";

const definitions = await loadCommands(undefined);
const commands = proposedCommands(definitions);
const folder = mkdtempSync(join(tmpdir(), "troupe-completion-"));
afterAll(() => rmSync(folder, { recursive: true }));
mkdirSync(join(folder, "my home"));
writeFileSync(join(folder, "inventory.json"), "{}");

/** Command lines up to the cursor, with the words that a shell proposes there. */
const cases: readonly (readonly [string, readonly string[]])[] = [
  ["troupe ", Object.keys(definitions).toSorted()],
  ["troupe st", ["status"]],
  ["troupe --ver", ["--version"]],
  ["troupe -C my ro", ["rollback"]],
  ["troupe plan --o", ["--offline", "--on", "--out"]],
  ["troupe plan --exit", ["--exit-code"]],
  ["troupe plan --nix ", ["here", "there"]],
  ["troupe plan --nix=h", ["here"]],
  ["troupe show alice --view d", ["dns"]],
  ["troupe completion ", ["bash", "fish", "zsh"]],
  ["troupe init m", ["my home"]],
  ["troupe build --out i", ["inventory.json"]],
  ["troupe import i", ["inventory.json"]],
  ["troupe import --dir", ["--directory"]],
  ["troupe plan --on ", []],
];

interface Shell {
  readonly script: string;
  readonly args: readonly string[];
  /**
   * A program that loads the script `completion` and prints what the shell proposes for a line of its arguments, a line
   * `=` after each.
   */
  readonly program: string;
}

const bash: Shell = {
  script: bashScript(commands),
  args: ["--norc", "--noprofile", "-c"],
  program: `
source ./completion
[[ $(complete -p troupe) == "complete -F _troupe troupe" ]] || echo "not registered"
for line; do
  # Readline splits words at "=" as well.
  read -ra COMP_WORDS <<< "\${line//=/ = }"
  [[ $line == *" " ]] && COMP_WORDS+=("")
  COMP_CWORD=$((\${#COMP_WORDS[@]} - 1))
  _troupe
  printf "%s\\n" "\${COMPREPLY[@]}"
  echo =
done`,
};

const fish: Shell = {
  script: fishScript(commands),
  args: ["--no-config", "-c"],
  // A proposal is followed by a tab and its description.
  program: `
source ./completion
for line in $argv
  complete -C $line | string replace -r "\\t.*" ""
  echo =
end`,
};

const zsh: Shell = {
  script: zshScript(commands),
  args: ["-f", "-c"],
  // Completion works in an interactive zsh alone. There, compadd prints the matches in place of offering them.
  program: `
zmodload zsh/zpty
zpty inner zsh -f -i
expect() { local text; while zpty -r inner text; do text=\${text%%$'\\r\\n'}; [[ $text == *"$1"* ]] && return; [[ -n $2 ]] && print -r -- "$text"; done }
zpty -w inner 'source ./zsh-setup; echo "inner "ready'
expect "inner ready"
for line; do
  zpty -w -n inner "$line"$'\\t'
  expect "<begin>"
  expect "<end>" print
  echo =
done
zpty -d inner`,
};
writeFileSync(
  join(folder, "zsh-setup"),
  `PS1= PS2= RPS1=
unsetopt zle_bracketed_paste 2>/dev/null
autoload -Uz compinit && compinit -u -D
source ./completion
compadd() {
  if [[ \${@[1,(i)(-|--)]} == *-(O|A|D)\\ * ]]; then builtin compadd "$@"; return; fi
  local -a hits
  builtin compadd -A hits "$@"
  (($#hits)) && print -rl -- $hits
  return 0
}
report() { print; print -r -- "<begin>"; _main_complete; print -r -- "<end>"; compstate[insert]=; compstate[list]=; }
clear-line() { zle complete-and-print; BUFFER=; }
zle -C complete-and-print complete-word report
zle -N clear-line
bindkey '^I' clear-line
`,
);

/** The words that the shell proposes for each command line, in byte order. */
function proposals(
  shell: string,
  { script, args, program }: Shell,
  lines: readonly string[],
): readonly (readonly string[])[] {
  writeFileSync(join(folder, "completion"), script);
  const { stdout, stderr } = spawnSync(shell, [...args, program, ...(shell === "fish" ? [] : [shell]), ...lines], {
    cwd: folder,
    encoding: "utf8",
    timeout: 30_000,
    env: { ...process.env, HOME: folder, TERM: "dumb" },
  });
  expect(stderr).toBe("");
  return stdout
    .split(/^=\n/m)
    .slice(0, -1)
    .map((part) => {
      const words = part.split("\n").filter((word) => word !== "");
      return [
        ...new Set(words.map((word) => word.replaceAll("\\", "").replace(/\/$/, "").replace(/^.*=/, ""))),
      ].toSorted();
    });
}

describe.each([
  ["bash", bash],
  ["zsh", zsh],
  ["fish", fish],
])("the completion script for %s", (name, shell) => {
  const isMissing = spawnSync(name, ["--version"]).status !== 0;
  it.skipIf(isMissing)(`(needs ${name}) proposes commands, flags, values and paths`, () => {
    const found = proposals(
      name,
      shell,
      cases.map(([line]) => line),
    );
    expect(cases.map(([line], index) => [line, found[index]])).toEqual(cases);
  });
});
