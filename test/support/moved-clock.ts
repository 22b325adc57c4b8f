/**
 * Loaded into a server under test before its own code: with each SIGWINCH, to which nothing else there listens, a quarter of an hour passes for it.
 * The server takes its time from `Date.now` alone.
 */
const now = Date.now;
let movedMs = 0;
Date.now = () => now() + movedMs;
process.on('SIGWINCH', () => {
  movedMs += 15 * 60_000;
});
