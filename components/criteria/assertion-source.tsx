import { CodeBlock } from "@/components/ui/code-block";
import { CopyButton } from "@/components/ui/copy-button";
import type { Assertion } from "@/lib/domain/assertion";
import { JudgeSource } from "./judge-source";

/** How an assertion decides. Untrusted text stands as text. */
export function AssertionSource({ assertion: { implementation } }: { readonly assertion: Assertion }) {
  switch (implementation.kind) {
    case "javascript":
    case "python":
      return (
        <div>
          <CodeBlock language={implementation.kind} text={implementation.source} />
          <div className="mt-2">
            <CopyButton text={implementation.source} what="the source" />
          </div>
        </div>
      );
    case "judge":
      return <JudgeSource judge={implementation} />;
    case "recorded":
      return (
        <p className="text-sm text-muted">{`Verdicts of “${implementation.evaluator}”, imported with the outputs.`}</p>
      );
  }
}
