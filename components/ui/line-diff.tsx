import clsx from "clsx";
import { lineDiff, type DiffPart } from "@/lib/domain/word-diff";

const SIGNS = { same: " ", removed: "−", added: "+" } as const satisfies Record<DiffPart["kind"], string>;
const SAYS = { same: "", removed: "removed: ", added: "added: " } as const;

/** So many lines that stayed are shown around a change. */
const CONTEXT = 3;

/** Two versions of a source in one, by lines; long stretches that stayed are left out. */
export function LineDiff({ before, after }: { readonly before: string; readonly after: string }) {
  const parts = lineDiff(before, after);
  return (
    <pre
      tabIndex={0}
      aria-label="difference of the sources"
      className="max-h-96 overflow-auto rounded-md border border-line bg-bg p-3 font-mono text-[13px] leading-5"
    >
      {parts.map((part, i) => (
        <Part key={i} part={part} isFirst={i === 0} isLast={i === parts.length - 1} />
      ))}
    </pre>
  );
}

type Props = { readonly part: DiffPart; readonly isFirst: boolean; readonly isLast: boolean };

function Part({ part: { kind, text }, isFirst, isLast }: Props) {
  const lines = text.replace(/\n$/, "").split("\n");
  const [head, tail] = [isFirst ? 0 : CONTEXT, isLast ? 0 : CONTEXT];
  if (kind !== "same" || lines.length <= head + tail + 1) return <Lines kind={kind} lines={lines} />;
  return (
    <>
      <Lines kind={kind} lines={lines.slice(0, head)} />
      <span className="block text-muted">{`  … ${lines.length - head - tail} lines that stayed`}</span>
      <Lines kind={kind} lines={lines.slice(lines.length - tail)} />
    </>
  );
}

const Lines = ({ kind, lines }: { readonly kind: DiffPart["kind"]; readonly lines: readonly string[] }) =>
  lines.map((line, i) => (
    <span
      key={i}
      className={clsx("block w-max min-w-full", {
        "text-bad": kind === "removed",
        "text-good": kind === "added",
      })}
    >
      <span className="sr-only">{SAYS[kind]}</span>
      <span aria-hidden>{`${SIGNS[kind]} `}</span>
      {line}
    </span>
  ));
