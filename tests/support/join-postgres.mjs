// A process that uses the embedded database of a folder until it is told to stop: `node join-postgres.mjs FOLDER`.
import { joinPostgres } from "../../bin/embedded-postgres.mjs";

const { url, leave } = await joinPostgres({ folder: process.argv[2] });
console.log(url);
process.on("SIGTERM", async () => {
  await leave();
  process.exit(0);
});
setInterval(() => undefined, 1_000);
