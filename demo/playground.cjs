// Loaded into each Playground before its own code. By itself it listens to the whole network, and lives on when
// whoever started it is gone. A demonstration lets anybody in without a password, so neither will do.
const { Server } = require("node:net");

const listen = Server.prototype.listen;
Server.prototype.listen = function (port, ...rest) {
  return typeof port === "number" ? listen.call(this, port, "127.0.0.1", ...rest) : listen.call(this, port, ...rest);
};

process.stdin.on("end", () => process.exit(0)).resume();
