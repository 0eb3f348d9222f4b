# What clan-core makes of folders that hold an inventory.json: the settings of every member, and the inventory as Clan tells it.
{
  lib,
  clan-core,
  folders,
}:
let
  # clan-core, as far as it is needed to evaluate an inventory: without its own services, and without NixOS.
  clanLib = lib.fix (
    lib.extends (_: _: {
      clan = import (clan-core + "/lib/clan") {
        inherit lib;
        clan-core = core;
      };
    }) (import (clan-core + "/lib") { inherit lib; }).__unfix__
  );
  core = {
    inherit clanLib;
    clan.modules.web = service "core-web";
    inputs.nixpkgs = { inherit lib; };
    inputs.nix-darwin = { };
    modules.clan.default = import (clan-core + "/modules/clan") { clan-core = core; };
  };

  option = type: default: lib.mkOption { inherit type default; };
  role = {
    interface.options = {
      port = option lib.types.port 80;
      names = option (lib.types.listOf lib.types.str) [ ];
      deep.a = option (lib.types.nullOr lib.types.int) null;
      deep.b = option (lib.types.attrsOf lib.types.int) { };
      config = option lib.types.str "x";
    };
    perInstance =
      { settings, ... }:
      {
        nixosModule = { inherit settings; };
      };
  };
  service = name: {
    _class = "clan.service";
    manifest = { inherit name; };
    roles.server = role;
    roles.client = role;
  };
  settingsIn =
    module:
    (lib.evalModules {
      modules = [
        module
        { options.settings = lib.mkOption { type = lib.types.raw; }; }
      ];
    }).config.settings;

  evaluate =
    folder:
    let
      clan = clanLib.clan {
        self.inputs = {
          nixpkgs = { inherit lib; };
          self.clan = clan.config;
          std.clan.modules.web = service "std-web";
        };
        directory = folder;
        modules.web = service "web";
        imports = lib.optional (builtins.pathExists (folder + "/clan.nix")) {
          inventory.imports = [ (folder + "/clan.nix") ];
        };
      };
    in
    {
      inventory = clan.config.clanInternals.inventoryClass.inventorySerialization;
      settings = lib.mapAttrs (
        _: service:
        lib.mapAttrs (
          _: role: lib.mapAttrs (_: instance: lib.mapAttrs (_: machine: settingsIn machine.nixosModule) instance.allMachines) role.allInstances
        ) service.result.allRoles
      ) clan.config._services.allServices;
    };
in
map evaluate folders
