import clsx from "clsx";
import type { Answer } from "@/lib/domain/grade";
import type { VerdictKind } from "@/lib/domain/verdict";

type Mark = { readonly icon: string; readonly word: string; readonly tone: string };

const VERDICTS: Readonly<Record<VerdictKind | "none", Mark>> = {
  pass: { icon: "✓", word: "pass", tone: "text-good" },
  fail: { icon: "✕", word: "fail", tone: "text-bad" },
  error: { icon: "⚠", word: "error", tone: "text-warn" },
  notApplicable: { icon: "–", word: "not applicable", tone: "text-muted" },
  none: { icon: "·", word: "not judged yet", tone: "text-muted" },
};

const LABELS: Readonly<Record<Answer | "none", Mark>> = {
  good: { icon: "✓", word: "good", tone: "text-good" },
  bad: { icon: "✕", word: "bad", tone: "text-bad" },
  unsure: { icon: "?", word: "can't tell", tone: "text-muted" },
  none: { icon: "○", word: "ungraded", tone: "text-muted" },
};

function Shown({ mark, isCompact }: { readonly mark: Mark; readonly isCompact: boolean }) {
  return (
    <span className={clsx("whitespace-nowrap", mark.tone)}>
      <span aria-hidden>{mark.icon}</span>
      {isCompact ? <span className="sr-only">{mark.word}</span> : ` ${mark.word}`}
    </span>
  );
}

/** A verdict: icon, word and colour; in dense tables the word is for screen readers. Null: not judged yet. */
export const VerdictMark = ({
  kind,
  isCompact = false,
}: {
  readonly kind: VerdictKind | null;
  readonly isCompact?: boolean;
}) => <Shown mark={VERDICTS[kind ?? "none"]} isCompact={isCompact} />;

/** What a person answered, likewise. Null: ungraded. */
export const LabelMark = ({
  label,
  isCompact = false,
}: {
  readonly label: Answer | null;
  readonly isCompact?: boolean;
}) => <Shown mark={LABELS[label ?? "none"]} isCompact={isCompact} />;
