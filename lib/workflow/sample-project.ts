import { insertSample } from "@/lib/db/bulk-import";
import situations from "./sample/situations.json";

/** The prompt of the sample project: its instructions can be read off, and its outputs break some of them. */
export const SAMPLE_PROMPT = `You answer e-mails for Larkfield, a shop for things at home.

Customer: {{customer_name}}
Order: {{order_id}}
Status of the order: {{order_status}}
What our policy says: {{policy}}

The customer writes:
{{message}}

Write the reply.
- Greet the customer by their first name.
- Answer in the customer's language.
- Use at most 90 words.
- Be polite and friendly, also when the answer is no.
- Never promise anything that the policy or the status does not say: no dates, no refunds, no discounts of your own.
- Write plain text: no markdown, no lists.
- Do not mention internal codes.
- End with "Your Larkfield team".`;

const VERSIONS = [
  { promptVersion: "v1", model: "small" },
  { promptVersion: "v2", model: "small" },
  { promptVersion: "v3", model: "large" },
] as const;

const fill = (variables: Readonly<Record<string, string>>): string =>
  SAMPLE_PROMPT.replace(/\{\{(\w+)\}\}/g, (whole, name: string) => variables[name] ?? whole);

/** Makes the sample project when there is no project at all; one that the person deleted does not come back beside others. */
export async function ensureSampleProject(): Promise<void> {
  const rows = VERSIONS.flatMap((version, v) =>
    situations.flatMap(({ id, variables, outputs }) => {
      const text = outputs[v];
      return text === undefined
        ? []
        : [
            {
              externalId: `${id}-${version.promptVersion}`,
              text,
              variables,
              prompt: fill(variables),
              metadata: { ...version },
              grades: [],
              verdicts: [],
            },
          ];
    }),
  );
  await insertSample(
    {
      projectId: null,
      name: "Support replies (sample)",
      promptTemplate: SAMPLE_PROMPT,
      mapping: { columns: [], values: [] },
    },
    rows.map((row, line) => ({ line, row })),
  );
}
