import { parseArgs } from "node:util";
import { UsageError, type Answer, type Command, type Flags } from "./commands/command";

/** Every command, loaded only when it is called. */
const commands: Readonly<Record<string, () => Promise<Command>>> = {
  report: async () => (await import("./commands/report")).report,
  select: async () => (await import("./commands/select")).select,
  induce: async () => (await import("./commands/induce")).induce,
  run: async () => (await import("./commands/run")).run,
  "reset-link": async () => (await import("./commands/reset-link")).resetLink,
  simulate: async () => (await import("./commands/simulate")).simulate,
};

async function overview(): Promise<string> {
  const lines = await Promise.all(
    Object.entries(commands).map(async ([name, load]) => `  ${name.padEnd(12)}${(await load()).summary}`),
  );
  return [
    "Touchstone: which evaluators agree with human grades?",
    "",
    "npm run -s touchstone -- COMMAND …",
    "",
    ...lines,
    "",
    "Every command has --help, and --json for one JSON document.",
    "Exit codes: 0 done, 1 a gate is not met, 2 bad usage or input.",
  ].join("\n");
}

async function main([name, ...rest]: readonly string[]): Promise<number> {
  if (name === undefined) throw new UsageError(await overview());
  if (["--help", "-h", "help"].includes(name)) {
    console.log(await overview());
    return 0;
  }
  const load = Object.hasOwn(commands, name) ? commands[name] : undefined;
  if (!load)
    throw new UsageError(`There is no command "${name}"; there are ${Object.keys(commands).join(", ")}.`);
  const command = await load();
  const { values, positionals } = parse(rest, command);
  if (values["help"] === true) {
    console.log(`npm run -s touchstone -- ${command.usage}\n\n${command.summary}`);
    return 0;
  }
  const answer: Answer = await command.run(positionals, values);
  process.stdout.write(`${values["json"] === true ? JSON.stringify(answer.json, null, 2) : answer.text}\n`);
  return answer.exitCode ?? 0;
}

function parse(
  args: string[],
  command: Command,
): { readonly values: Flags; readonly positionals: readonly string[] } {
  const options = {
    ...command.options,
    json: { type: "boolean" as const },
    help: { type: "boolean" as const },
  };
  try {
    return parseArgs({ args, options, allowPositionals: true });
  } catch (error) {
    // parseArgs throws a sentence for what the person typed; anything else would be our own mistake in `options`.
    if (error instanceof TypeError && "code" in error && String(error.code).startsWith("ERR_PARSE_ARGS_")) {
      throw new UsageError(error.message);
    }
    throw error;
  }
}

// A reader that closes the pipe early (head, jq) is no failure of ours.
process.stdout.on("error", (error: NodeJS.ErrnoException) => {
  if (error.code !== "EPIPE") throw error;
});

try {
  process.exitCode = await main(process.argv.slice(2));
} catch (error) {
  if (!(error instanceof UsageError)) throw error;
  console.error(error.message);
  process.exitCode = 2;
}
