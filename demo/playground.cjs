// Loaded into each Playground before its own code, for three things that a demonstration cannot do without.
const { Server } = require("node:net");

// It listens to the whole network by itself, but a demonstration lets anybody in: keep it to this machine.
const listen = Server.prototype.listen;
Server.prototype.listen = function (port, ...rest) {
  return typeof port === "number" ? listen.call(this, port, "127.0.0.1", ...rest) : listen.call(this, port, ...rest);
};

// It would live on when whoever started it is gone: end with the pipe that they hold.
process.stdin.on("end", () => process.exit(0)).resume();

// It sends what is waiting as soon as a window connects, and a window forgets all that comes before it has loaded.
// A window connects anew while it loads, and says "installation" near the end: let its connections wait for that.
const SETTLES_MS = 500;
let loaded = Promise.resolve();
let tellLoaded = () => {};

const emit = Server.prototype.emit;
Server.prototype.emit = function (event, request, ...rest) {
  if (event === "request" && request.url === "/") {
    loaded = new Promise((resolve) => (tellLoaded = resolve));
  }
  if (event === "request" && request.url.endsWith("/installation")) {
    setTimeout(tellLoaded, SETTLES_MS);
  }
  if (event !== "upgrade") {
    return emit.call(this, event, request, ...rest);
  }
  const [socket] = rest;
  socket.resume(); // Else we would not notice that the window has given this connection up.
  loaded.then(() => socket.readable && emit.call(this, event, request, ...rest));
  return true;
};
