import { Badge } from "@/components/ui/badge";
import { CodeBlock } from "@/components/ui/code-block";
import { LineDiff } from "@/components/ui/line-diff";
import { WordDiff } from "@/components/ui/word-diff";
import type { EvaluatorAssertion } from "@/lib/domain/evaluator";
import { implementationText, sayFacts, type MemberDiff } from "@/lib/domain/evaluator-diff";

const TONES = { added: "good", removed: "bad", changed: "accent", same: "plain" } as const;

/** What became of one member: whole where it came or went, as a difference where it changed. */
export function MemberChange({ member }: { readonly member: MemberDiff }) {
  const shown = member.kind === "removed" ? member.before : member.after;
  return (
    <article className="flex flex-col gap-2 border-t border-line pt-3">
      <h3 className="flex flex-wrap items-baseline gap-2 break-words">
        {shown.name}
        <Badge tone={TONES[member.kind]}>{member.kind === "same" ? "the same" : member.kind}</Badge>
        {shown.criterion !== null && (
          <span className="text-sm font-normal text-muted">{`for “${shown.criterion}”`}</span>
        )}
      </h3>
      <Body member={member} />
    </article>
  );
}

function Body({ member }: { readonly member: MemberDiff }) {
  switch (member.kind) {
    case "same":
      return null;
    case "added":
      return <Source member={member.after} />;
    case "removed":
      return <Source member={member.before} />;
    case "changed":
      return <Changed member={member} />;
  }
}

const Source = ({ member }: { readonly member: EvaluatorAssertion }) => (
  <CodeBlock
    text={implementationText(member)}
    language={member.kind === "javascript" || member.kind === "python" ? member.kind : "text"}
  />
);

function Changed({ member }: { readonly member: Extract<MemberDiff, { kind: "changed" }> }) {
  const { before, after, differs } = member;
  return (
    <>
      <ul className="text-sm break-words">
        {sayFacts(member).map((fact) => (
          <li key={fact}>{fact}</li>
        ))}
      </ul>
      {differs.includes("wording") && <WordDiff before={before.wording ?? ""} after={after.wording ?? ""} />}
      {differs.includes("source") && (
        <LineDiff before={implementationText(before)} after={implementationText(after)} />
      )}
    </>
  );
}
