/** What real systemd makes of the units: nothing to complain about, and the values that were given. */
import { spawnSync } from "node:child_process";
import { chmodSync, existsSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import * as fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { escapeSystemdExecArgs } from "@troupe/system";
import { current } from "../render/draft.ts";
import { example } from "../testing/example.ts";
import { problems, rendered } from "../testing/rendered.ts";
import type { Rendered } from "../render/render-generation.ts";

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "troupe-units-"));
  chmodSync(folder, 0o755);
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Writes a generation's tree, with paths that work in this place, and returns its folder of units. */
function written({ generation }: Rendered, name: string): string {
  const root = join(folder, name);
  for (const [path, file] of generation.files) {
    const text = new TextDecoder().decode(file.bytes).replaceAll(current, root).replaceAll("/usr/sbin/nft", "/bin/true");
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), text, { mode: file.mode });
  }
  for (const { target, unit, kind } of generation.manifest.wants) {
    mkdirSync(join(root, "units", `${target}.${kind}`), { recursive: true });
    symlinkSync(`../${unit}`, join(root, "units", `${target}.${kind}`, unit));
  }
  return join(root, "units");
}

const systemd = ["/usr/lib/systemd/systemd", "/lib/systemd/systemd"].find((path) => existsSync(path));
const noAnalyze = spawnSync("systemd-analyze", ["--version"]).status !== 0;
const noTestMode = systemd === undefined || (process.getuid?.() === 0 && spawnSync("setpriv", ["--version"]).status !== 0);

describe("systemd-analyze verify", () => {
  it.skipIf(noAnalyze)("(needs systemd-analyze) has nothing to say about a broad example", () => {
    const result = rendered(example);
    const units = written(result, "broad");
    const names = result.generation.manifest.units.map((unit) => unit.name).filter((name) => !/@\.|@60/.test(name));
    const { stderr } = spawnSync("systemd-analyze", ["verify", "--man=no", ...names], {
      encoding: "utf8",
      env: { ...process.env, SYSTEMD_UNIT_PATH: `${units}:` },
    });
    expect(stderr.split("\n").filter((line) => line.includes("kv") || line.includes(folder) || line.includes("troupe"))).toEqual([]);
  });
});

/** What systemd's own test mode, which refuses to run as root, says it has read. */
function readBack(units: string, unit: string): string {
  const args = ["--test", "--system", `--unit=${unit}`];
  const asNobody = ["--reuid=65534", "--regid=65534", "--clear-groups", systemd!, ...args];
  const [command, list] = process.getuid?.() === 0 ? ["setpriv", asNobody] : [systemd!, args];
  const env = {
    PATH: process.env["PATH"],
    HOME: "/nonexistent",
    XDG_RUNTIME_DIR: folder,
    SYSTEMD_UNIT_PATH: `${units}:`,
    SYSTEMD_LOG_LEVEL: "warning",
  };
  const { stdout } = spawnSync(command as string, list as string[], { encoding: "utf8", env, maxBuffer: 1 << 28 });
  const start = stdout.indexOf(`-> Unit ${unit}:`);
  const end = stdout.indexOf("\t-> Unit ", start + 1);
  return stdout.slice(start, end === -1 ? undefined : end);
}

describe("systemd reads back", () => {
  const text = fc.string({
    unit: fc.oneof(fc.constantFrom(..." \"'\\$%\n\t;#=a"), fc.string({ unit: "grapheme", minLength: 1, maxLength: 1 })),
    maxLength: 12,
  });
  const clean = text.filter((value) => value.isWellFormed() && !value.includes("\0"));

  it.skipIf(noTestMode)("(needs systemd and setpriv) variables as they were given", () => {
    const values = fc.sample(clean, 300);
    const environment = Object.fromEntries(values.map((value, index) => [`V${index}`, value.replaceAll("%", "%%")]));
    const result = rendered({ systemd: { services: { values: { environment, serviceConfig: { ExecStart: "/bin/true" } } } } });
    expect(problems(result)).toBe("");
    const read = readBack(written(result, "environment"), "values.service");
    for (const [index, value] of values.entries()) expect(read).toContain(`\n\t\tEnvironment: V${index}=${value}\n`);
  });

  it.skipIf(noTestMode)("(needs systemd and setpriv) arguments as they were given", () => {
    const values = fc.sample(clean, 200).map((value) => value.replaceAll(/[\n\t]/g, " "));
    const result = rendered({
      systemd: {
        services: {
          args: {
            serviceConfig: { Type: "oneshot", ExecStart: values.map((value) => escapeSystemdExecArgs(["/bin/echo", value, "end"])) },
          },
        },
      },
    });
    expect(problems(result)).toBe("");
    const read = readBack(written(result, "arguments"), "args.service");
    const lines = [...read.matchAll(/Command Line: (.*)/g)].map(([, line]) => line);
    expect(lines).toMatchInlineSnapshot(`
      [
        "/bin/echo "\\"-𝆹𝅥≸'&#" end",
        "/bin/echo "\\$\\$ꆴ " end",
        "/bin/echo "真=𒐑𓅿'꤆ " end",
        "/bin/echo "'𒑙alueOke" end",
        "/bin/echo " " end",
        "/bin/echo "#⥙𝇡\\$\\$a𒇽𛇅#\\$\\$Ⱦ" end",
        "/bin/echo "% \\\\\\$\\$𐲀\\\\ " end",
        "/bin/echo "\\"" end",
        "/bin/echo "" end",
        "/bin/echo "" end",
        "/bin/echo "  ꙕ泍𑖥⻆ᾮ" end",
        "/bin/echo "፻#𥾆 \\"𐂛a\\$\\$ᡯ\\\\" end",
        "/bin/echo #toS end",
        "/bin/echo a= end",
        "/bin/echo "a 🀾🮯" end",
        "/bin/echo 𓃚 end",
        "/bin/echo %𖪅 end",
        "/bin/echo 𑂜𑂜# end",
        "/bin/echo ө end",
        "/bin/echo c end",
        "/bin/echo ";=က ◡ﳅ ;㈋" end",
        "/bin/echo "ኩ% 🙰\\\\a𝂽" end",
        "/bin/echo "-ꅪ%)\\\\𝅘𝅥𝅰 𛈢⭼" end",
        "/bin/echo "'proto" end",
        "/bin/echo 𐰭 end",
        "/bin/echo " Ǚ 𝆺𝅥𝡡" end",
        "/bin/echo "𛲖⧱▭=ꆺㄏ𛆂ㅼ\\$\\$" end",
        "/bin/echo "a\\$\\$ﾉ#\\\\%𐔞(" end",
        "/bin/echo "% ﻅ#𖣐 " end",
        "/bin/echo length end",
        "/bin/echo "ꎪ𘪶🝅 '𛆐\\$\\$" end",
        "/bin/echo "\\$\\$𝅘𝅥𝅮𐚹୬𓄭" end",
        "/bin/echo "= \\\\櫓𜽗a';" end",
        "/bin/echo 𐍨 end",
        "/bin/echo " a'𑽇𖦏ꌙａ𘭤\\"" end",
        "/bin/echo "ꤻ=𖦴𞹂 ;𐛠ꀦ" end",
        "/bin/echo "%  ;ځꊃa" end",
        "/bin/echo "𝅙 #  " end",
        "/bin/echo "𑠞#𘢯a𐭰𓀟 " end",
        "/bin/echo "𘯠𓀴%;" end",
        "/bin/echo "ឆ'" end",
        "/bin/echo 𝃥 end",
        "/bin/echo "𛋣a𝝐 \\$\\$𛄞ჶ=" end",
        "/bin/echo ";ᠫꖋ𑫞 " end",
        "/bin/echo "" end",
        "/bin/echo " ❤\\\\" end",
        "/bin/echo "🎣\\$\\$% 🩄𝈪=" end",
        "/bin/echo "⇧㏏\\$\\$" end",
        "/bin/echo ᙑ end",
        "/bin/echo "𐪍Ⲷ𒂘𞲔\\$\\$' " end",
        "/bin/echo "⟁\\"𞄉 &♿ " end",
        "/bin/echo ";᧮\\$\\$𒐟⪻⯹ꁬ༦" end",
        "/bin/echo "; 𘪆a" end",
        "/bin/echo #ۻ end",
        "/bin/echo "''%" end",
        "/bin/echo "' rot𑗙ru" end",
        "/bin/echo "𐳽𞴨#𑃙'北\\"𐚺𖭤" end",
        "/bin/echo "" end",
        "/bin/echo ";" end",
        "/bin/echo "  \\\\%ꈊ #% " end",
        "/bin/echo "\\"a𐱂=ʓ𑫉 𘣄‷" end",
        "/bin/echo "" end",
        "/bin/echo "ꕴ 𝌁'‒   \\$\\$" end",
        "/bin/echo ꑃ end",
        "/bin/echo 𝒍ꂲﬁ end",
        "/bin/echo "𒁤ద'𔕂" end",
        "/bin/echo 𘧵⾛Ȭ end",
        "/bin/echo a end",
        "/bin/echo "↼\\$\\$𒀂ᛷ=" end",
        "/bin/echo "" end",
        "/bin/echo "\\"%𑰑" end",
        "/bin/echo "ག'\\\\" end",
        "/bin/echo "#⚨ ⴖ  " end",
        "/bin/echo "𐍈 ጄ=\\"a=𒉌 𒒰" end",
        "/bin/echo "\\"" end",
        "/bin/echo "\\$\\$" end",
        "/bin/echo "🏑a\\"⫔    𖺙" end",
        "/bin/echo ℊ𑩀ꙑ end",
        "/bin/echo "𝚫\\"𓆲%#\\" ꅚ" end",
        "/bin/echo ";'\\$\\$\\$\\$᎖Ṭ↡'፡硫" end",
        "/bin/echo "𝆺𝅥𝅮\\$\\$" end",
        "/bin/echo "ጛ𝅘𝅥𝅲𘨶\\$\\$" end",
        "/bin/echo "\\"" end",
        "/bin/echo "⤨𛲕#ꝏ " end",
        "/bin/echo "\\$\\$a𔙅\\\\;" end",
        "/bin/echo " " end",
        "/bin/echo " a;᭞" end",
        "/bin/echo "𑩷#開⚓ ܡ%" end",
        "/bin/echo "\\$\\$𘤢ᒆ🚴;a𝼝🀫\\"%" end",
        "/bin/echo "𓐌ყၥ▜\\"" end",
        "/bin/echo " 𑌐" end",
        "/bin/echo "৽\\"" end",
        "/bin/echo "ᰣ\\".'a'" end",
        "/bin/echo "ᙾ𞠮%ꫠ, /* \\$\\$" end",
        "/bin/echo "" end",
        "/bin/echo " %" end",
        "/bin/echo "" end",
        "/bin/echo "" end",
        "/bin/echo "\\\\ᗺ𒓢🕟𑐇" end",
        "/bin/echo ";\\\\#𐭥" end",
        "/bin/echo "=𝛥 𑿟%" end",
        "/bin/echo "" end",
        "/bin/echo ";🔺ᰢ𔖄ꭓ" end",
        "/bin/echo "\\\\" end",
        "/bin/echo "𐙠\\\\;ﭺ" end",
        "/bin/echo "𑦫'" end",
        "/bin/echo " " end",
        "/bin/echo "𑤪%𐡷'😏𝀦ğ #" end",
        "/bin/echo "\\\\┿𒇔Ԥ𔔷" end",
        "/bin/echo "\\$\\$\\$\\$ṗ# %𓇛𐀺;𞲨" end",
        "/bin/echo " Ⰱ𝨷a⢴''" end",
        "/bin/echo " '\\"%% ޝ" end",
        "/bin/echo " ߒ𝆺𝅥𝅯" end",
        "/bin/echo "#\\\\Ὂa''" end",
        "/bin/echo "𝤄\\\\༆ꯞ!=;#%" end",
        "/bin/echo "; ஞ" end",
        "/bin/echo %ἑ end",
        "/bin/echo "ᴗ𘧬#㇑;\\$\\$;𖭪;'" end",
        "/bin/echo "ǥ\\" " end",
        "/bin/echo "𑩭\\\\" end",
        "/bin/echo 𓃆aa👅ꐆ end",
        "/bin/echo __proto__ end",
        "/bin/echo "\\$\\$a㈝ጏ=ⶋ㉣#" end",
        "/bin/echo "=ᩈ= ഈ⺶" end",
        "/bin/echo "𐕷𘰲🖂𒃜𑢽;#🎘\\\\" end",
        "/bin/echo "=ﰼ ‥ᶃ↾" end",
        "/bin/echo "𑆯\\$\\$𘣘遼;\\"㋽≚" end",
        "/bin/echo "𝘓𖤿 =🖪⍃\\\\\\"✂'" end",
        "/bin/echo 𐝁 end",
        "/bin/echo "#\\"𘢜\\$\\$㇑=a=# " end",
        "/bin/echo "🁰=\\$\\$ㆵ=;'𖬃" end",
        "/bin/echo "%;𒇯\\"%ᐊ#ﰈⴗ" end",
        "/bin/echo 🚴Ⱅ𞴑 end",
        "/bin/echo "𛈡ꬂ=𓅜=ἵ⾺ ⌎" end",
        "/bin/echo "'.𑀅\\$\\$ＡᲹ㏚ " end",
        "/bin/echo " = 𐊶;𒔰𔔀𘬣パ" end",
        "/bin/echo "" end",
        "/bin/echo " \\\\𜾥𝆹𝅥𝅯 𝐵𝓱=\\"" end",
        "/bin/echo "ᓘ𞡾  龎 #'" end",
        "/bin/echo "ꊥ𝔅ᴿ\\\\\\\\𔖵𝀭  " end",
        "/bin/echo =ﶨ end",
        "/bin/echo "=  " end",
        "/bin/echo 𐽖Ⱈ𒂷ᰗ end",
        "/bin/echo "#⬠\\"ꗏ\\";ṁ" end",
        "/bin/echo =⢥ᑋꇍ𔓸a𛇗#= end",
        "/bin/echo 𝌷 end",
        "/bin/echo "\\\\𒐐\\\\𑄠\\$\\$⍏𘤱ڎ'⬣" end",
        "/bin/echo " ᠢꁁ\\$\\$%ヲ" end",
        "/bin/echo •# end",
        "/bin/echo "ඨ\\"%\\\\%ꦲ᧶\\\\🟑" end",
        "/bin/echo ⨻ end",
        "/bin/echo "" end",
        "/bin/echo "⏻ \\$\\$% ;;\\"" end",
        "/bin/echo "\\\\ū ꒐%𐊴🗈 " end",
        "/bin/echo 𐐃ᑳ end",
        "/bin/echo "𛲐е𑀕𖦶\\"\\\\𝧪\\\\" end",
        "/bin/echo "𑣭 " end",
        "/bin/echo "ꨔ▬꯵፴#𑣓𞄙𒾠'%" end",
        "/bin/echo length end",
        "/bin/echo " " end",
        "/bin/echo "𝆹𝅥𝅯%#,ᰎa%'" end",
        "/bin/echo "" end",
        "/bin/echo "꠴ⲿa#ᥣ\\$\\$" end",
        "/bin/echo ꑘ end",
        "/bin/echo "" end",
        "/bin/echo "#༪%; 𒉔ʷ'" end",
        "/bin/echo "⻙a\\\\'a㊜" end",
        "/bin/echo "𐌼\\"𘯉🕩\\$\\$\\\\'a;〘" end",
        "/bin/echo "" end",
        "/bin/echo "%𝈀ໜ#𒐦\\"ٮ%𖢁" end",
        "/bin/echo "𞤢\\$\\$𓇜ధ𝐩'a" end",
        "/bin/echo ";ﾝᐡ𞸜#" end",
        "/bin/echo "𔕠 ﰦ" end",
        "/bin/echo "Ҥ\\"" end",
        "/bin/echo " aᡖ;𐔦Ҭ\\\\\\\\" end",
        "/bin/echo "🥓ꍺ'➈🜝\\$\\$𝣫👷\\$\\$ᾌ" end",
        "/bin/echo %a𛃏 end",
        "/bin/echo "ᾖ℞𓈇 ꄎ𑀥𑅔𝠻 " end",
        "/bin/echo ";  " end",
        "/bin/echo "ꠒ𑅠𒋬𝑾𘣳 a𓂢⦬" end",
        "/bin/echo 茣 end",
        "/bin/echo "⥿𞄉⢏=aa'𑃰#" end",
        "/bin/echo "𝐁\\\\ﳻa#" end",
        "/bin/echo "ż\\"𐄕𝙏%" end",
        "/bin/echo "\\\\." end",
        "/bin/echo "𐄽  \\\\𐓞𐘞\\"𘠺" end",
        "/bin/echo "\\"#𓋨a" end",
        "/bin/echo "ꭃꈅ%%;%" end",
        "/bin/echo 𝚐𛉽𖧷鬒%ꡃ⚄ﴍ%𔐲 end",
        "/bin/echo 㡼𖫆 end",
        "/bin/echo "a𔒓 a 𛱛" end",
        "/bin/echo "\\"𓄴\\"% ; 🆕a" end",
        "/bin/echo Ⱥ end",
        "/bin/echo ܣ𓂆 end",
        "/bin/echo ଲ🧪 end",
        "/bin/echo ";=𑈺𑽖\\$\\$" end",
        "/bin/echo "ꖡ㉄🠰#𒓟\\\\𑝂 " end",
        "/bin/echo "\\$\\$𓍷 \\$\\$𔐒=" end",
        "/bin/echo "𖤫𒁂#;𒓈'ⴏꌻ" end",
        "/bin/echo "\\"ム𐆙" end",
      ]
    `);
  });
});
