import { CodeBlock } from "@/components/ui/code-block";
import type { Assertion } from "@/lib/domain/assertion";
import { JudgeSource } from "./judge-source";

/** How an assertion decides. Untrusted text stands as text. */
export function AssertionSource({ assertion: { implementation } }: { readonly assertion: Assertion }) {
  switch (implementation.kind) {
    case "javascript":
    case "python":
      return <CodeBlock language={implementation.kind} text={implementation.source} />;
    case "judge":
      return <JudgeSource judge={implementation} />;
    case "recorded":
      return (
        <p className="text-sm text-muted">{`Verdicts of “${implementation.evaluator}”, imported with the outputs.`}</p>
      );
  }
}
