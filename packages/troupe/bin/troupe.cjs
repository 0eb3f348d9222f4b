#!/usr/bin/env node
"use strict";
// Plain CommonJS, because it must parse on any Node: starts Troupe, under the Node that its lock brings where the host's is too old.
var path = require("path");
var oldest = 24;

var fromSource = !/[\\/]node_modules[\\/]/.test(__dirname);
var main = path.join(__dirname, fromSource ? "../src/cli/main.ts" : "../dist/cli/main.js");

if (Number(process.versions.node.split(".")[0]) >= oldest) {
  var nodeModule = require("module");
  // What is kept compiled is run as it is: not where Node keeps it, below /tmp, where others could have put something first.
  var caches = [process.env.XDG_CACHE_HOME, process.env.HOME && path.join(process.env.HOME, ".cache")].find(
    function (folder) {
      return folder && path.isAbsolute(folder) && require("fs").existsSync(path.dirname(folder));
    },
  );
  if (caches) nodeModule.enableCompileCache(path.join(caches, "troupe", "compiled"));
  if (fromSource) {
    nodeModule.registerHooks({
      resolve: function (specifier, context, next) {
        return next(specifier, Object.assign({}, context, { conditions: context.conditions.concat("troupe-source") }));
      },
    });
  }
  import(require("url").pathToFileURL(main).href);
} else {
  var node;
  try {
    node = require.resolve("node-" + process.platform + "-" + process.arch + "/bin/node");
  } catch {
    console.error(
      "troupe needs Node " +
        oldest +
        " or newer; this is Node " +
        process.versions.node +
        ", and no newer one came with the installation.",
    );
    process.exit(1);
  }
  var child = require("child_process").spawn(node, [__filename].concat(process.argv.slice(2)), { stdio: "inherit" });
  ["SIGINT", "SIGTERM", "SIGHUP"].forEach(function (signal) {
    process.on(signal, function () {
      child.kill(signal);
    });
  });
  child.on("exit", function (code, signal) {
    if (signal === null) process.exit(code);
    process.removeAllListeners(signal);
    process.kill(process.pid, signal);
  });
}
