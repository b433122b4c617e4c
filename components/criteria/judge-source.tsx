import { Badge } from "@/components/ui/badge";
import { CopyButton } from "@/components/ui/copy-button";
import { LabelMark } from "@/components/ui/marks";
import { callsOf } from "@/lib/domain/judge-designs/describe";
import type { Exemplar, Judge } from "@/lib/domain/judge-designs/judge";

const percent = (share: number) => `${Math.round(share * 100)} %`;

/** What a judge is asked and how its answers become a verdict, in words. Untrusted text stands as text. */
export function JudgeSource({ judge }: { readonly judge: Judge }) {
  const calls = callsOf(judge);
  return (
    <div className="flex flex-col gap-2 text-sm">
      <p className="whitespace-pre-wrap break-words">{judge.question}</p>
      <div>
        <CopyButton text={judge.question} what="the question" />
      </div>
      <Details judge={judge} />
      <p className="text-muted">
        {judge.design === "jury"
          ? "No calls of its own here: it counts the verdicts that its members gave."
          : `${calls} ${calls === 1 ? "call" : "calls"} of a model for each output${judge.design === "cascade" ? " at most" : ""}.`}
      </p>
    </div>
  );
}

function Details({ judge }: { readonly judge: Judge }) {
  switch (judge.design) {
    case "direct":
    case "critique":
      return null;
    case "checklist":
      return (
        <>
          <Numbered lines={judge.items.map(({ question, weight }) => `${question} (${weight})`)} />
          <p className="text-muted">{sayRule(judge.rule)}</p>
        </>
      );
    case "few-shot":
    case "pairwise":
      return <Exemplars exemplars={judge.exemplars} />;
    case "rubric":
      return (
        <>
          <Numbered lines={judge.levels} />
          <p className="text-muted">{`Held against a verified reference; passes from level ${judge.passFrom} on.`}</p>
        </>
      );
    case "probability":
      return (
        <p className="text-muted">{`${sayProbability(judge.samples)}; passes from ${percent(judge.threshold)} on.`}</p>
      );
    case "for-and-against":
      return <p className="text-muted">The best case for it, the best case against it, then the decision.</p>;
    case "cascade":
      return <p className="text-muted">{`${sayProbability(judge.samples)}. ${sayBand(judge)}`}</p>;
    case "jury":
      return (
        <>
          <Numbered lines={judge.members.map(({ name }) => name)} />
          <p className="text-muted">
            {judge.rule.kind === "majority"
              ? "Fails what more than half of them fail."
              : `Fails what ${judge.rule.votes} of them fail.`}
          </p>
        </>
      );
  }
}

const Numbered = ({ lines }: { readonly lines: readonly string[] }) => (
  <ol className="list-decimal pl-6">
    {lines.map((line, i) => (
      <li key={i} className="break-words">
        {line}
      </li>
    ))}
  </ol>
);

function Exemplars({ exemplars }: { readonly exemplars: readonly Exemplar[] }) {
  return (
    <>
      <p className="text-muted">Shown these outputs with your grades; it never scores them.</p>
      <ul className="flex flex-col gap-2">
        {exemplars.map(({ text, label, note, borderline }, i) => (
          <li key={i} className="border-l-2 border-line pl-3">
            <span className="flex flex-wrap items-center gap-2">
              <LabelMark label={label} />
              {borderline && <Badge>borderline</Badge>}
            </span>
            <p dir="auto" className="line-clamp-3 whitespace-pre-wrap break-words">
              {text}
            </p>
            {note !== "" && (
              <p dir="auto" className="break-words text-muted">
                {note}
              </p>
            )}
          </li>
        ))}
      </ul>
    </>
  );
}

function sayRule(rule: Extract<Judge, { design: "checklist" }>["rule"]): string {
  switch (rule.kind) {
    case "all":
      return "Passes when every question that applies is answered yes.";
    case "ratio":
      return `Passes when ${percent(rule.atLeast)} of the questions that apply are answered yes.`;
    case "priority":
      return "Passes when every primary question is answered yes and the priority score is 0.8 or more.";
  }
}

function sayBand({ low, high }: Extract<Judge, { design: "cascade" }>): string {
  const alone = [
    ...(high === null ? [] : [`passes alone from ${percent(high)} on`]),
    ...(low === null ? [] : [`fails alone up to ${percent(low)}`]),
  ];
  return alone.length === 0
    ? "The writing model decides all."
    : `The judging model ${alone.join(" and ")}; else the writing model decides.`;
}

const sayProbability = (samples: number | null): string =>
  samples === null
    ? "Probability of yes by the model's own figures"
    : `Share of yes among ${samples} answers`;
