"use client";
import clsx from "clsx";
import { Button } from "@/components/ui/button";
import type { Answer } from "@/lib/domain/grade";
import { sayKey } from "./say-key";
import { useBindings } from "./use-bindings";

const CHOICES: readonly Answer[] = ["good", "bad", "unsure"];

const LOOKS: Readonly<
  Record<Answer, { readonly icon: string; readonly word: string; readonly tone: string }>
> = {
  good: { icon: "✓", word: "good", tone: "border-good text-good" },
  bad: { icon: "✕", word: "bad", tone: "border-bad text-bad" },
  unsure: { icon: "?", word: "can't tell", tone: "border-text" },
};

type Props = {
  readonly isBig?: boolean;
  /** Whether the keys grade this field now. */
  readonly isHinted: boolean;
  readonly label: Answer | null;
  readonly onGrade: (answer: Answer) => void;
};

/** Good, bad, can't tell. With words, and as large as a finger, wherever there is no room for keys. */
export function AnswerButtons({ isBig = false, isHinted, label, onGrade }: Props) {
  const { bindings, areSinglesOff } = useBindings();
  return CHOICES.map((choice) => {
    const isPressed = label === choice;
    const { icon, word, tone } = LOOKS[choice];
    const key = bindings[choice][0] ?? "";
    return (
      <Button
        key={choice}
        aria-pressed={isPressed}
        size={isBig ? "md" : "sm"}
        className={clsx(
          "gap-1.5! whitespace-nowrap max-lg:flex-auto",
          isBig ? "flex-auto px-2! max-lg:min-h-14" : "max-lg:min-h-11",
          isPressed && `${tone} border-2`,
        )}
        onClick={() => onGrade(choice)}
      >
        <span aria-hidden>{icon}</span>
        <span className={clsx(!isBig && "lg:sr-only")}>{word}</span>
        {isHinted && !(areSinglesOff && key.length === 1) && (
          <kbd
            aria-hidden
            className="hidden rounded border border-line px-1 font-mono text-xs text-muted lg:inline pointer-coarse:hidden"
          >
            {sayKey(key)}
          </kbd>
        )}
      </Button>
    );
  });
}
