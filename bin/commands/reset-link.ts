import { UsageError, type Command } from "./command";
import { onlyPositional } from "./flags";

/** `touchstone reset-link`: the way in when the only administrator forgot the password. */
export const resetLink: Command = {
  summary:
    "A link with which somebody sets a new password within a day. The one command that needs the database.",
  usage: `reset-link EMAIL [--json]

  EMAIL   the address of the account; it works where the app is installed, with the settings that the app has`,
  options: {},
  run: async (positionals) => {
    const email = onlyPositional(positionals, "one EMAIL");
    // The settings are read when they are first imported: only what was prepared is seen.
    const { prepareEnvironment } = await import("../environment.mjs");
    const leave = await prepareEnvironment((line: string) => console.error(line));
    try {
      const { linkByEmail, letGo } = await import("@/lib/workflow/reset-link");
      const link = await linkByEmail(email, new Date());
      await letGo();
      if (!link.ok) throw new UsageError(link.problem);
      const { url } = link;
      return {
        json: { url },
        text: `${url}\n\nIt works once, until tomorrow. Setting the password ends all their sessions.`,
      };
    } finally {
      await leave();
    }
  },
};
