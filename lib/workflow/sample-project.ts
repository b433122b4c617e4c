import { insertSample } from "@/lib/db/bulk-import";
import { SAMPLE_PROMPT } from "./sample/prompt";
import situations from "./sample/situations.json";

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
              reference: null,
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
    rows.map((row, nth) => ({ line: nth, nth, row })),
  );
}
