import type { AssertionDraft } from "@/lib/domain/assertion";
import { lintQuestion } from "@/lib/domain/judge-designs/lint-question";
import { isSuspicious } from "@/lib/domain/suspicion";
import type { WrittenAssertions } from "@/lib/llm/tasks/write-assertions";

const MAX_SOURCE = 50_000;
const MAX_NAME = 200;

const named = (name: string): string => name.trim().slice(0, MAX_NAME) || "unnamed";

const fits = ({ source }: { readonly source: string }): boolean =>
  source.trim() !== "" && source.length <= MAX_SOURCE;

/** Whatever a model wrote may have been steered by an output that it was shown. */
const whyUnfit = (question: string): string | null =>
  lintQuestion(question) ?? (isSuspicious(question) ? "it imitates a verdict or a boundary" : null);

/** What a model wrote, as candidates; and why questions were left out that no judge can be asked. */
export function readWritten({ javascript, python, judge }: WrittenAssertions): {
  readonly drafts: readonly AssertionDraft[];
  readonly leftOut: readonly string[];
} {
  const code = (kind: "javascript" | "python") => (written: { name: string; source: string }) => ({
    name: named(written.name),
    implementation: { kind, source: written.source },
    origin: "model" as const,
  });
  const checked = judge.map((written) => ({ ...written, why: whyUnfit(written.question) }));
  return {
    drafts: [
      ...javascript.filter(fits).map(code("javascript")),
      ...python.filter(fits).map(code("python")),
      ...checked
        .filter(({ why }) => why === null)
        .map(({ name, question }) => ({
          name: named(name),
          implementation: { kind: "judge" as const, design: "critique" as const, question },
          origin: "model" as const,
        })),
    ],
    leftOut: checked.flatMap(({ why }) => why ?? []),
  };
}
