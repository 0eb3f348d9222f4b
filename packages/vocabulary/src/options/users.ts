/** Users and groups. Names and meanings are NixOS's. */
import { option, t } from "@troupe/modules";

const field = t.passwdEntry(t.str);

const userOptions = (name: string) => ({
  name: option(field, { default: name, description: "The account's name. The attribute's name if not given." }),
  uid: option(t.nullOr(t.ints.unsigned), {
    default: null,
    description: "The user's number. A free one is taken if null.",
  }),
  group: option(t.str, {
    default: "",
    description: "The primary group. `users` for normal users if not given; must be given for system users.",
  }),
  extraGroups: option(t.listOf(t.str), { default: [], description: "Further groups that the user is a member of." }),
  isNormalUser: option(t.bool, {
    default: false,
    description:
      "Whether this is a person's account: it gets a home directory, a login shell and the group `users` unless others are given.",
  }),
  isSystemUser: option(t.bool, {
    default: false,
    description:
      "Whether this is an account for a service. Exactly one of `isNormalUser` and `isSystemUser` must be true.",
  }),
  home: option(t.nullOr(t.path), {
    default: null,
    description: "The home directory. If null, `/home/NAME` for normal users and none for others.",
  }),
  createHome: option(t.nullOr(t.bool), {
    default: null,
    description: "Whether the home directory is made, with permissions 0700. If null, only for normal users.",
  }),
  shell: option(t.nullOr(t.str), {
    default: null,
    description: "Path of the login shell. If null, bash for normal users and `nologin` for others.",
  }),
  description: option(field, { default: "", description: "The user's full name, or what the account is for." }),
  openssh: {
    authorizedKeys: {
      keys: option(t.listOf(t.singleLineStr), {
        default: [],
        example: ["ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIHtQ… alice@home"],
        description:
          "Lines of an authorized_keys file: who may log in as this user. They count besides those in the user's own ~/.ssh/authorized_keys, which is left alone: sshd finds them in /etc/ssh/authorized_keys.d, and only root can change them there.",
      }),
    },
  },
});

export const users = {
  users: option(t.attrsOf(t.submodule(({ name }) => userOptions(name))), {
    default: {},
    description:
      "Users that exist. One that is no longer declared is left behind, with a note in the plan. For `root` only its keys can be set.",
  }),
  groups: option(
    t.attrsOf(
      t.submodule(({ name }) => ({
        name: option(field, { default: name, description: "The group's name. The attribute's name if not given." }),
        gid: option(t.nullOr(t.ints.unsigned), {
          default: null,
          description: "The group's number. A free one is taken if null.",
        }),
        members: option(t.listOf(field), {
          default: [],
          description: "Declared users that are members, besides those who say so in `extraGroups`.",
        }),
      })),
    ),
    { default: {}, description: "Groups that exist. Declaring one that the system or a package makes does no harm." },
  ),
};
