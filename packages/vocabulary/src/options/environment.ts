/** Files below /etc and packages. */
import { option, t, variantOf } from "@troupe/modules";
import { packageReference } from "../packages/package-type.ts";

export const environment = {
  systemPackages: option(t.listOf(packageReference), {
    default: [],
    description:
      "Packages that are installed, as package references (`definePackage`). Installing one starts nothing: units that it ships stay off unless the configuration declares them. On Debian, one that is no longer listed stays installed. Packages of which a program is named with `.bin(…)` anywhere in the configuration need not be listed.",
  }),
  etc: option(
    t.attrsOf(
      t.submodule(({ name }) => ({
        enable: option(t.bool, {
          default: true,
          description: "Whether this file is made. Lets one module take away what another has declared.",
        }),
        text: option(t.nullOr(t.lines), { default: null, description: "The file's content." }),
        target: option(t.str, { default: name, description: "Path below /etc. The attribute's name if not given." }),
        mode: option(
          t.nullOr(
            variantOf(t.strMatching(/^(?:symlink|[0-7]{3,4})$/), {
              words: { one: '"symlink" or permissions such as "0644"', many: '"symlink" or permissions' },
            }),
          ),
          {
            default: null,
            description:
              "The permissions of the file in octal digits, or `symlink` for a link into the generation. `null` leaves the choice to the platform: a file with the permissions 0644 on Debian, because AppArmor lets confined programs read no files elsewhere, and a link on NixOS. A link's file belongs to root and all may read it.",
            example: "0440",
          },
        ),
        user: option(t.str, {
          default: "root",
          description: "Owner of the file. A link has no owner of its own.",
        }),
        group: option(t.str, {
          default: "root",
          description: "Group of the file. A link has no group of its own.",
        }),
      })),
    ),
    {
      default: {},
      description:
        "Files below /etc, by their path there. They are not secret: anything here is also in the generation.",
    },
  ),
};
