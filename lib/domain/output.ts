import { z } from "zod";
import { Json } from "./json";
import { OutputId } from "./ids";

/** One response of the pipeline under evaluation, with the variables that produced it. */
export const Output = z.object({
  id: OutputId,
  /** The id that the row had where it came from; null when it had none. */
  externalId: z.string().nullable(),
  variables: z.record(z.string(), z.string()),
  /** The prompt as it was sent; null when only its variables are known. */
  prompt: z.string().nullable(),
  text: z.string(),
  /** Anything else known of it: prompt version, model, date. */
  metadata: z.record(z.string(), Json),
});
export type Output = z.infer<typeof Output>;

/** How people know an output: by the id that it came with, else by ours. */
export const outputName = ({ id, externalId }: Pick<Output, "id" | "externalId">): string =>
  externalId ?? String(id);

/** What an assertion sees beside the output's text: the second argument of `check(output, context)`. */
export type CheckContext = {
  readonly input: Readonly<Record<string, string>>;
  readonly prompt: string | null;
  readonly metadata: Readonly<Record<string, Json>>;
};

/** The context in which an assertion judges this output. */
export const checkContext = (output: Output): CheckContext => ({
  input: output.variables,
  prompt: output.prompt,
  metadata: output.metadata,
});
